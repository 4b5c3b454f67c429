using System.Collections.Concurrent;
using JasperFx;
using JasperFx.CodeGeneration;
using JasperFx.CodeGeneration.Frames;
using JasperFx.Core.Reflection;
using JasperFx.Events;
using Marten;
using Oversight.Record;
using Oversight.Record.Decisions;
using Wolverine;
using Wolverine.Configuration;
using Wolverine.Marten;
using Wolverine.Runtime.Handlers;

namespace Oversight.Ledger.Marten;

/// <summary>
/// Every handler of a command, found by convention, gets the aggregate workflow: its subject's stream is fetched for writing, what it
/// returns is appended and saved. So the handlers need no attribute, and know nothing of Wolverine.
/// </summary>
public sealed class CommandsWriteTheirSubject : IHandlerPolicy
{
    /// <inheritdoc/>
    public void Apply(IReadOnlyList<HandlerChain> chains, GenerationRules rules, IServiceContainer container)
    {
        foreach (var chain in chains.Where(chain => chain.MessageType.CanBeCastTo<LogDecision>()))
        {
            new AggregateHandlerAttribute { AggregateType = typeof(SubjectTimeline), Required = false }.Modify(
                chain,
                rules,
                container
            );
            chain.Middleware.Add(new MethodCall(typeof(BeforeCommand), nameof(BeforeCommand.Situation)));
        }
    }
}

/// <summary>Called by the generated handlers between fetching the stream and deciding.</summary>
public static class BeforeCommand
{
    /// <summary>Gives the handler what it judges by, and the session what the ledger adds to its transaction.</summary>
    public static Situation Situation(
        Envelope envelope,
        IDocumentSession session,
        IEventStream<SubjectTimeline> stream,
        DecisionsUnderWay underWay
    )
    {
        ArgumentNullException.ThrowIfNull(envelope);
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(underWay);
        var decision = underWay.Of(envelope);
        var request = decision.Request;
        foreach (var action in session.PendingChanges.Streams())
        {
            // A stream's row is the same whichever way in began it: it names no type of ours.
            action.AggregateType = null;
        }

        decision.Append = LedgerAppend.On(
            session,
            request.LoggedBy,
            request.CorrelationId,
            request.Idempotency,
            request.People,
            new Dictionary<string, long> { [stream.Key!] = request.ExpectedVersion }
        );
        return request.Situation;
    }
}

/// <summary>A decision on its way through the bus.</summary>
internal sealed class DecisionUnderWay(DecisionRequest request)
{
    public DecisionRequest Request => request;

    /// <summary>Null until the handler was reached.</summary>
    public LedgerAppend? Append { get; set; }
}

/// <summary>
/// What belongs to a command but must not travel in a message, which is text and may be stored or logged: the record it is judged by,
/// and people's names. The envelope carries the key.
/// </summary>
public sealed class DecisionsUnderWay
{
    private const string Header = "decision";

    private readonly ConcurrentDictionary<string, DecisionUnderWay> decisions = new();

    /// <summary>Sends a decision's command through the bus, in this process, and waits for its handler.</summary>
    internal async Task InvokeAsync(IMessageBus bus, DecisionUnderWay decision)
    {
        var key = Guid.NewGuid().ToString();
        decisions[key] = decision;
        try
        {
            var options = new DeliveryOptions().WithHeader(Header, key);
            // Not cancelled: a caller that goes away must not leave it unknown whether a decision was stored.
            await bus.InvokeAsync(decision.Request.Command, options, CancellationToken.None);
        }
        finally
        {
            decisions.TryRemove(key, out _);
        }
    }

    internal DecisionUnderWay Of(Envelope envelope) =>
        envelope.Headers.TryGetValue(Header, out var key)
        && key is not null
        && decisions.TryGetValue(key, out var known)
            ? known
            : throw new InvalidOperationException(
                $"A {envelope.MessageType} came without the decision that it belongs to: commands are logged at the desk."
            );
}
