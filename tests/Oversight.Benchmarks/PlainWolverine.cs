using System.Globalization;
using System.Text.Json;
using JasperFx.CodeGeneration;
using JasperFx.Events;
using Marten;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Oversight.Record.Catalogue;
using Oversight.Record.Organisations;
using Oversight.Record.Segments;
using Weasel.Core;
using Wolverine;
using Wolverine.Marten;
using Wolverine.RuntimeCompilation;

namespace Oversight.Benchmarks;

/// <summary>A decision as a message.</summary>
/// <param name="OrganisationId">The stream.</param>
/// <param name="Version">The version that the caller decided on.</param>
/// <param name="Content">What was decided.</param>
public sealed record AssignSegment(string OrganisationId, long Version, SegmentAssigned Content);

/// <summary>What the handler decides on, folded from the stream each time.</summary>
public sealed class Organisation
{
    public string Id { get; set; } = "";

    public long Version { get; set; }

    public string Name { get; set; } = "";

    public int? Segment { get; set; }

    public void Apply(OrganisationRegistered registered) => Name = registered.Name;

    public void Apply(SegmentAssigned assigned) => Segment = assigned.Segment;
}

/// <summary>Decides; Wolverine's generated code around it loads the stream, appends what it gives and commits.</summary>
[AggregateHandler]
public static class AssignSegmentHandler
{
    public static SegmentAssigned Handle(AssignSegment command, Organisation organisation) =>
        organisation.Name.Length > 0 ? command.Content : throw new InvalidOperationException("Not registered.");
}

/// <summary>
/// Wolverine and Marten as their documentation puts them together for an event-sourced command: an aggregate handler, transactions
/// applied by policy, one commit a decision. Without what the record is for: nobody signs in, no rule but the handler's, no key against
/// sending twice, no receipt, no order, no proof, no guard in the database.
/// </summary>
internal static class PlainWolverine
{
    public static WebApplication Build(string connectionString)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder
            .Services.AddMarten(options =>
            {
                options.Connection(connectionString);
                options.DatabaseSchemaName = "oversight";
                options.DisableNpgsqlLogging = true;
                options.Events.StreamIdentity = StreamIdentity.AsString;
                options.Events.AppendMode = EventAppendMode.Quick;
                options.Serializer(
                    new Marten.Services.SystemTextJsonSerializer(EventCatalogue.Json)
                    {
                        EnumStorage = EnumStorage.AsString,
                        Casing = Casing.CamelCase,
                    }
                );
                foreach (var (name, type) in EventCatalogue.All)
                {
                    options.Events.MapEventType(type, name);
                }

                options.Projections.LiveStreamAggregation<Organisation>();
            })
            .UseLightweightSessions()
            .IntegrateWithWolverine();
        builder.Host.UseWolverine(options =>
        {
            options.ApplicationAssembly = typeof(PlainWolverine).Assembly;
            options.UseRuntimeCompilation();
            options.CodeGeneration.TypeLoadMode = TypeLoadMode.Dynamic;
            options.Durability.Mode = DurabilityMode.Solo;
            options.Policies.AutoApplyTransactions();
        });
        var application = builder.Build();
        application.MapPost(
            "/api/organisations/{ods}/segment",
            async (string ods, HttpContext context, IMessageBus bus) =>
            {
                var content = await JsonSerializer.DeserializeAsync<SegmentAssigned>(
                    context.Request.Body,
                    EventCatalogue.Json,
                    context.RequestAborted
                );
                var version = long.Parse(context.Request.Headers.IfMatch[0]!.Trim('"'), CultureInfo.InvariantCulture);
                await bus.InvokeAsync(
                    new AssignSegment($"organisation-{ods}", version, content!),
                    context.RequestAborted
                );
                return Results.Created();
            }
        );
        return application;
    }

    /// <summary>Registers the trusts, once.</summary>
    public static async Task RegisterAsync(WebApplication application)
    {
        var store = application.Services.GetRequiredService<IDocumentStore>();
        await using var session = store.LightweightSession();
        if (await session.Events.FetchStreamStateAsync(SegmentDecisions.Subject(0).Value) is not null)
        {
            return;
        }

        for (var number = 0; number < SegmentDecisions.Trusts; number++)
        {
            session.Events.StartStream<Organisation>(
                SegmentDecisions.Subject(number).Value,
                SegmentDecisions.Registered(number)
            );
        }

        await session.SaveChangesAsync();
    }
}
