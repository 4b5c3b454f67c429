using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Oversight.Web;

/// <summary>
/// Every request has a trace id of ours: entries, problems and the log are tied together by it, so no caller chooses it. The caller's own
/// is kept beside it.
/// </summary>
internal sealed partial class OwnTraces : DistributedContextPropagator
{
    /// <inheritdoc/>
    public override IReadOnlyCollection<string> Fields => [];

    /// <summary>The trace id that the caller sent, marked as theirs; null when there is none, or it is not one.</summary>
    public static string? Callers(HttpRequest request) =>
        request.Headers.TraceParent is [{ } sent] && Form().Match(sent) is { Success: true } match
            ? $"caller:{match.Groups["trace"].Value}"
            : null;

    /// <inheritdoc/>
    public override void Inject(Activity? activity, object? carrier, PropagatorSetterCallback? setter) { }

    /// <inheritdoc/>
    public override void ExtractTraceIdAndState(
        object? carrier,
        PropagatorGetterCallback? getter,
        out string? traceId,
        out string? traceState
    ) => (traceId, traceState) = (null, null);

    /// <inheritdoc/>
    public override IEnumerable<KeyValuePair<string, string?>>? ExtractBaggage(
        object? carrier,
        PropagatorGetterCallback? getter
    ) => null;

    [GeneratedRegex(
        @"^00-(?<trace>[0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Form();
}
