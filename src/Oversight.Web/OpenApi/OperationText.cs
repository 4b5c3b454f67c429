using System.Text.Json;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.OpenApi;
using Oversight.Desk.Problems;
using Oversight.Ledger;
using Oversight.Web.Http;
using Oversight.Web.Problems;

namespace Oversight.Web.OpenApi;

/// <summary>Writes into the description of an endpoint what its metadata says beyond the framework's own.</summary>
internal static class OperationText
{
    public static void Describe(OpenApiOperation operation, ApiDescription endpoint)
    {
        var steps = endpoint
            .ParameterDescriptions.Select(p => (p.Name, Step: StepOf(p)))
            .Where(p => p.Step is not null)
            .ToDictionary(p => p.Name, p => p.Step!, StringComparer.OrdinalIgnoreCase);
        var parameters = operation.Parameters ??= [];
        foreach (var parameter in parameters.OfType<OpenApiParameter>())
        {
            parameter.Name = JsonNamingPolicy.CamelCase.ConvertName(parameter.Name!);
            if (steps.GetValueOrDefault(parameter.Name) is { } step)
            {
                parameter.Example = step.Example;
            }
        }

        var responses = operation.Responses!.ToDictionary(r => r.Key, r => (OpenApiResponse)r.Value);
        foreach (var said in endpoint.ActionDescriptor.EndpointMetadata)
        {
            switch (said)
            {
                case SentHeader header:
                    parameters.Add(
                        new OpenApiParameter
                        {
                            Name = header.Name,
                            In = ParameterLocation.Header,
                            Description = header.Description,
                            Required = header.IsRequired,
                            Schema = Text(),
                            Example = header.Example,
                        }
                    );
                    break;
                case AnsweredHeader header:
                    foreach (var status in header.Statuses)
                    {
                        Add(responses[status], header);
                    }

                    break;
                case ExampleOf example:
                    foreach (var content in operation.RequestBody!.Content!.Values)
                    {
                        content.Example = example.Example is { } given
                            ? JsonSerializer.SerializeToNode(given, example.Body, AnswerJson.Options)
                            : Examples.Of(example.Body);
                    }

                    break;
                case AnswersInCsv csv:
                    responses["200"].Content![RegisterCsv.ContentType] = new OpenApiMediaType { Schema = Text() };
                    if (csv.InXlsx)
                    {
                        responses["200"].Content![RegisterXlsx.ContentType] = Files([RegisterXlsx.ContentType])
                            .Values.Single();
                    }

                    if (csv.Filters is not null)
                    {
                        parameters.Add(Filters(csv.Filters));
                    }

                    break;
                case TakesFile:
                    operation.RequestBody = new OpenApiRequestBody { Required = true, Content = Files() };
                    break;
                case AnswersWithFile file:
                    responses["200"].Content = file.Types.Count == 0 ? Files() : Files(file.Types);
                    break;
            }
        }

        foreach (var (status, response) in responses.Where(r => IsProblem(r.Value)))
        {
            response.Description = string.Join(
                "; or: ",
                ProblemType.All.Where(type => $"{type.Status}" == status).Select(type => $"{type.Title} ({type.Name})")
            );
            if (status == "503")
            {
                Add(response, new("Retry-After", "Seconds after which to try again.", "1"));
            }
        }
    }

    private static StepAttribute? StepOf(ApiParameterDescription parameter) =>
        (parameter.ParameterDescriptor as IParameterInfoParameterDescriptor)
            ?.ParameterInfo.GetCustomAttributes(typeof(StepAttribute), inherit: false)
            .Cast<StepAttribute>()
            .SingleOrDefault();

    private static bool IsProblem(OpenApiResponse response) =>
        response.Content?.ContainsKey(ProblemBody.ContentType) == true;

    private static void Add(OpenApiResponse response, AnsweredHeader header)
    {
        response.Headers ??= new Dictionary<string, IOpenApiHeader>();
        response.Headers[header.Name] = new OpenApiHeader
        {
            Description = header.Description,
            Schema = Text(),
            Example = header.Example,
        };
    }

    private static OpenApiParameter Filters(string description) =>
        new()
        {
            Name = "filters",
            In = ParameterLocation.Query,
            Description = description,
            Style = ParameterStyle.Form,
            Explode = true,
            Schema = new OpenApiSchema { Type = JsonSchemaType.Object, AdditionalProperties = Text() },
        };

    private static Dictionary<string, OpenApiMediaType> Files() => Files(DocumentType.All.Select(t => t.MediaType));

    private static Dictionary<string, OpenApiMediaType> Files(IEnumerable<string> types) =>
        types.ToDictionary(
            type => type,
            _ => new OpenApiMediaType
            {
                Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" },
            }
        );

    private static OpenApiSchema Text() => new() { Type = JsonSchemaType.String };
}
