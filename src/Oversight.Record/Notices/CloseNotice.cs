using Oversight.Record.Organisations;

namespace Oversight.Record.Notices;

/// <summary>A notice of another body is dealt with, or no longer stands.</summary>
/// <param name="Decision">Effective: the first day on which it is. Rationale: why.</param>
/// <param name="Notice">The entry by which it was given.</param>
public sealed record NoticeClosed(Decision Decision, Guid Notice) : Event(Decision), INamesOpenEntry
{
    /// <inheritdoc/>
    public override string Says(Naming names) => $"Notice closed {When}";

    /// <inheritdoc/>
    protected override IEnumerable<(string What, string Value)> States() => [($"notice {Notice}", "closed")];

    string INamesOpenEntry.Member => "notice";

    Guid? INamesOpenEntry.Named => Notice;

    Event INamesOpenEntry.Naming(Guid entry) => this with { Notice = entry };

    IEnumerable<BelievedEntry> INamesOpenEntry.OpenIn(Timeline timeline) =>
        timeline.Unanswered<NoticeGiven, NoticeClosed>(closed => closed.Notice);

    /// <inheritdoc/>
    public override EventKind KindOfEvent() => CloseNotice.Kind;
}

/// <summary>How <see cref="NoticeClosed"/> is called, and the rules that say when it may be recorded.</summary>
public static class CloseNotice
{
    /// <summary>How it is called.</summary>
    public static EventKind Kind { get; } =
        new(
            "notice_closed",
            "notice-closed",
            typeof(NoticeClosed),
            SubjectKind.Organisation,
            "A notice of another body was closed"
        )
        {
            Deciders = GiveNotice.Kind.Deciders | Deciders.Region,
            Provision = Provision.OwnFunctions,
            IsRegulatoryAction = true,
            Example = () => new NoticeClosed(Example.Decided, Example.Entry),
        };

    /// <summary>The rules that hold for it, besides those for every decision.</summary>
    public static IReadOnlyList<Rule> Rules =>
        [GeneralRules.DecisionSaysWhy, OrganisationRules.WithinExistence, ClosesOpenNotice];

    /// <summary>A notice is closed once.</summary>
    public static Rule<NoticeClosed> ClosesOpenNotice { get; } =
        new(
            "closes-open-notice",
            "A notice is closed that was given, and is not closed already.",
            (closed, judged) =>
            {
                if (judged.Timeline.StandsFor(closed.Notice) is not { Counts: true, Content: NoticeGiven } given)
                {
                    return $"No notice was given by entry {closed.Notice} about {judged.Timeline.Subject}, or it was retracted.";
                }

                if (judged.Effective.Latest < given.Effective.Earliest)
                {
                    return $"It takes effect {judged.Effective}, before the notice was given ({given.Effective}).";
                }

                return
                    judged
                        .Timeline.Of<NoticeClosed>()
                        .FirstOrDefault(e =>
                            e.ComesBefore(judged.Entry, judged.Content)
                            && judged.Timeline.StandsFor(e.Content.Notice)?.Id == given.Id
                        )
                        is { } earlier
                    ? $"The notice was closed already, by entry {earlier.Id} ({earlier.Effective})."
                    : null;
            }
        );
}
