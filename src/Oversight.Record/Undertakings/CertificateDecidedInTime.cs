using Oversight.Record.Deciding;
using Oversight.Record.Entries;
using Oversight.Record.Time;

namespace Oversight.Record.Undertakings;

/// <summary>Never refused: what is late has to be recorded all the same. Late is what is certainly late.</summary>
public sealed class CertificateDecidedInTime : Rule
{
    /// <inheritdoc/>
    public override string Name => "certificate-decided-in-time";

    /// <inheritdoc/>
    public override string Sentence =>
        "An application for a compliance certificate is decided within the days that the legal basis gives.";

    /// <inheritdoc/>
    public override bool Refuses => false;

    /// <inheritdoc/>
    public override bool AppliesTo(Event content) => content is IAnswersApplication;

    /// <inheritdoc/>
    public override string? Breach(Event content, Entry entry, Situation situation)
    {
        if (AcceptedUndertakings.Of(situation.Timeline) is not { } undertakings)
        {
            return null;
        }

        var application = situation.Timeline.StandsFor(((IAnswersApplication)content).Application);
        return
            application is { Counts: true, Content: CertificateAppliedFor }
            && undertakings.CertificateDue(application) is { } due
            && content.Decision.Effective.Earliest > due
            ? $"It was decided {content.Decision.Effective}; the application received {application.Effective} was to be "
                + $"decided by {DateWithPrecision.Day(due)}."
            : null;
    }
}
