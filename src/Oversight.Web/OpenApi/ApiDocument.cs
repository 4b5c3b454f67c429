using System.Text;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Oversight.Record.Catalogue;
using Oversight.Web.Http;
using Oversight.Web.SignIn;

namespace Oversight.Web.OpenApi;

/// <summary>The API's own description (OpenAPI 3.1), and the page to try it.</summary>
internal static class ApiDocument
{
    private const string Name = "v1";

    private const string Browser = "Browser";

    private static readonly SemaphoreSlim Computing = new(1);

    // It says nothing of the record, and is the same on every server: computed once, seconds long, for the first who asks.
    private static byte[]? computed;

    public static void AddApiDescription(this IServiceCollection services)
    {
        // The description's shapes follow what is really read and written.
        services.ConfigureHttpJsonOptions(json =>
        {
            var (to, from) = (json.SerializerOptions, AnswerJson.Options);
            to.PropertyNamingPolicy = from.PropertyNamingPolicy;
            to.DefaultIgnoreCondition = from.DefaultIgnoreCondition;
            to.NumberHandling = from.NumberHandling;
            to.RespectNullableAnnotations = from.RespectNullableAnnotations;
            to.RespectRequiredConstructorParameters = from.RespectRequiredConstructorParameters;
            foreach (var converter in from.Converters)
            {
                to.Converters.Add(converter);
            }
        });
        services.AddOpenApi(
            Name,
            options =>
            {
                options.AddSchemaTransformer(ValueSchemas.Describe);
                options.AddDocumentTransformer(Describe);
            }
        );
    }

    public static void MapApiDescription(this IEndpointRouteBuilder routes)
    {
        routes
            .MapGet(
                $"/openapi/{Name}.json",
                async (HttpContext context, [FromKeyedServices(Name)] IOpenApiDocumentProvider provider) =>
                    Results.Bytes(
                        await ComputedAsync(provider, context.RequestAborted),
                        "application/json;charset=utf-8"
                    )
            )
            .ExcludeFromDescription();
    }

    private static async Task<byte[]> ComputedAsync(IOpenApiDocumentProvider provider, CancellationToken cancellation)
    {
        if (Volatile.Read(ref computed) is { } known)
        {
            return known;
        }

        await Computing.WaitAsync(cancellation);
        try
        {
            if (computed is null)
            {
                var described = await provider.GetOpenApiDocumentAsync(cancellation);
                Volatile.Write(
                    ref computed,
                    Encoding.UTF8.GetBytes(
                        await described.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1, cancellation)
                    )
                );
            }

            return computed;
        }
        finally
        {
            Computing.Release();
        }
    }

    /// <summary>The page to try the API; everything in it comes from the package.</summary>
    public static void UsePageToTryTheApi(this WebApplication application) =>
        application.UseSwaggerUI(page =>
        {
            page.RoutePrefix = "api/docs";
            page.DocumentTitle = "Oversight API";
            page.SwaggerEndpoint($"/openapi/{Name}.json", "Oversight");
            page.EnableValidator(null);
            page.DisplayRequestDuration();
        });

    // What the framework does not say by itself: the document's head, headers, examples of bodies, and what nulls mean.
    private static Task Describe(
        OpenApiDocument document,
        OpenApiDocumentTransformerContext context,
        CancellationToken cancellation
    )
    {
        document.Info = new OpenApiInfo
        {
            Title = "Oversight",
            Version = Name,
            Description =
                "The record of the oversight of England's NHS organisations, as whoever asks may read it. Every answer is computed for a day (on) as known at an "
                + "instant (known), and says at which place of the record, or to whoever does not see all of it when what they see changed last. Decisions are logged under the version that was decided on; "
                + "nothing is ever overwritten.",
        };
        document.Servers = [new OpenApiServer { Url = "/" }];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [BearerTokens.SchemeName] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                Description =
                    "A token of yours: the page /signed-in makes and revokes them, and so do 'oversight login' and 'oversight token'. It is "
                    + "for reading, or for reading and deciding, and ends on a day.",
            },
            [Browser] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey,
                In = ParameterLocation.Cookie,
                Name = "oversight-session",
                Description =
                    "A browser that is signed in reads with its cookie (over TLS its name begins with __Host-); it writes with the pages' own forms.",
            },
        };
        foreach (var endpoint in context.DescriptionGroups.SelectMany(group => group.Items))
        {
            var operation = document.Paths["/" + endpoint.RelativePath].Operations![
                HttpMethod.Parse(endpoint.HttpMethod)
            ];
            if (!endpoint.ActionDescriptor.EndpointMetadata.OfType<IAllowAnonymous>().Any())
            {
                operation.Security =
                [
                    .. SignedIn(
                        endpoint.HttpMethod,
                        endpoint.ActionDescriptor.EndpointMetadata.OfType<OnlyReads>().Any(),
                        document
                    ),
                ];
            }

            OperationText.Describe(operation, endpoint);
        }

        foreach (var schema in document.Components.Schemas?.Values.OfType<OpenApiSchema>() ?? [])
        {
            LeaveOutNulls(schema);
        }

        foreach (var kind in EventCatalogue.Kinds)
        {
            if (
                EventCatalogue.OpenEntryOf(kind.Type) is { } member
                && document.Components.Schemas!.TryGetValue(kind.Type.Name, out var described)
                && described is OpenApiSchema schema
            )
            {
                schema.Required?.Remove(member);
                if (schema.Properties!.TryGetValue(member, out var named) && named is OpenApiSchema own)
                {
                    own.Description += " Left out: the only one that is open.";
                }
            }
        }

        return Task.CompletedTask;
    }

    private static IEnumerable<OpenApiSecurityRequirement> SignedIn(
        string? method,
        bool onlyReads,
        OpenApiDocument document
    )
    {
        var byBrowser = method == HttpMethods.Get;
        yield return new()
        {
            [new OpenApiSecuritySchemeReference(BearerTokens.SchemeName, document)] =
            [
                byBrowser || onlyReads ? "read" : "read-and-decide",
            ],
        };
        if (byBrowser)
        {
            yield return new() { [new OpenApiSecuritySchemeReference(Browser, document)] = ["read"] };
        }
    }

    // Neither a body nor an answer says null, but for a register's cells: what there is nothing to say of is left out.
    private static void LeaveOutNulls(OpenApiSchema schema)
    {
        foreach (var (name, property) in schema.Properties?.ToArray() ?? [])
        {
            if (property is not OpenApiSchema own)
            {
                continue;
            }

            if (
                own.OneOf?.FirstOrDefault(choice => choice.Type != JsonSchemaType.Null) is { } other
                && own.OneOf.Count == 2
            )
            {
                schema.Properties![name] = other;
                schema.Required?.Remove(name);
            }
            else if (own.Type is { } type && type.HasFlag(JsonSchemaType.Null))
            {
                own.Type = type & ~JsonSchemaType.Null;
                schema.Required?.Remove(name);
            }
        }
    }
}
