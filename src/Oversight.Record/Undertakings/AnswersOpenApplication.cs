using Oversight.Record.Deciding;
using Oversight.Record.Entries;

namespace Oversight.Record.Undertakings;

/// <summary>Who is refused may apply again.</summary>
public sealed class AnswersOpenApplication : Rule
{
    /// <inheritdoc/>
    public override string Name => "answers-open-application";

    /// <inheritdoc/>
    public override string Sentence =>
        "A compliance certificate is issued or refused on an application that nobody has answered.";

    /// <inheritdoc/>
    public override bool AppliesTo(Event content) => content is IAnswersApplication;

    /// <inheritdoc/>
    public override string? Breach(Event content, Entry entry, Situation situation)
    {
        var named = ((IAnswersApplication)content).Application;
        var effective = content.Decision.Effective;
        var application = situation.Timeline.StandsFor(named);
        if (application is not { Counts: true, Content: CertificateAppliedFor })
        {
            return $"There is no application {named} about {situation.Timeline.Subject}, or it was retracted.";
        }

        if (effective.Latest < application.Effective.Earliest)
        {
            return $"It takes effect {effective}, before the application was received ({application.Effective}).";
        }

        return
            situation
                .Timeline.Of<IAnswersApplication>()
                .FirstOrDefault(e =>
                    e.ComesBefore(entry, content)
                    && situation.Timeline.StandsFor(((IAnswersApplication)e.Content).Application)?.Id == application.Id
                )
                is { } earlier
            ? $"The application was answered already, by entry {earlier.Id} ({earlier.Effective})."
            : null;
    }
}
