using Oversight.Record.Challenges;

namespace Oversight.Projections.Registers;

/// <summary>Every challenge by the day: what an organisation says is wrong in an entry about it, and what became of that.</summary>
internal sealed class ChallengeRow(RecordAt record, Timeline timeline, ChallengeStanding challenge, DateOnly on) : Row
{
    private readonly BelievedEntry? challenged = timeline.StandsFor(challenge.Content.Entry);

    public static Register Register { get; } =
        Register.Of(
            "challenges",
            "Challenges",
            "ods, name, subject, saidWhenChallenged, wrong, wanted, made, state, daysWaiting, answered, reason, says, mendedBy",
            On,
            MayBeMissing.Challenge
        );

    /// <summary>The organisation that challenges.</summary>
    [Heading("ODS")]
    public OdsCode Ods => challenge.Content.Organisation;

    /// <summary>Its name.</summary>
    [Heading("Organisation")]
    public string Name => record.NameOf(Ods);

    /// <summary>The code of its region.</summary>
    public IEnumerable<string> Region => record.RegionsOf([Ods]);

    /// <summary>The stream that the challenged entry is in.</summary>
    public string Subject => timeline.Subject.Value;

    /// <summary>The engagement, when it is about one.</summary>
    public string? Engagement => timeline.Subject.Kind == SubjectKind.Recovery ? timeline.Subject.Id : null;

    /// <summary>The id of the challenged entry.</summary>
    [Heading("The entry")]
    public Guid Challenged => challenge.Content.Entry;

    /// <summary>What that was believed to say when it was challenged.</summary>
    [Heading("The entry said")]
    public string? SaidWhenChallenged =>
        record.TimelineBefore(challenge.Made.Place, timeline.Subject)?.StandsFor(Challenged)?.Content.Says();

    /// <summary>What that is believed to say now; empty when it was retracted.</summary>
    [Heading("The entry says now")]
    public string? Says => challenged is { Counts: true } ? challenged.Content.Says() : null;

    /// <summary>What the organisation says is wrong with it.</summary>
    public string Wrong => challenge.Content.Wrong;

    /// <summary>What it should say.</summary>
    public string? Wanted => challenge.Content.Wanted;

    /// <summary>When it was challenged.</summary>
    public DateWithPrecision Made => challenge.Made.Effective;

    /// <summary>Where it stands.</summary>
    public ChallengeState State => challenge.State;

    /// <summary>Whether somebody has to answer it.</summary>
    public bool Waits => challenge.Waits;

    /// <summary>Days from the latest day of the challenge, while it waits.</summary>
    public int? DaysWaiting => challenge.Waits ? Said.Days(Made, on) : null;

    /// <summary>When it was last acknowledged, answered or withdrawn.</summary>
    public DateWithPrecision? Answered => IsAnswered ? challenge.Last.Effective : null;

    /// <summary>Who acknowledged, answered or withdrew it.</summary>
    public string? AnsweredBy => IsAnswered ? Said.By(challenge.Last.Content.Decision.DecidedBy) : null;

    /// <summary>Why it was answered so.</summary>
    public string? Reason => challenge.Waits ? null : challenge.Last.Content.Decision.Rationale;

    /// <summary>The correction or retraction by which the entry was mended; empty for whoever does not see it.</summary>
    public Guid? MendedBy => challenge.MendedBy;

    /// <summary>The entry by which it was challenged.</summary>
    public Guid Entry => challenge.Made.Id;

    protected override Basis Basis =>
        new(
            new[] { challenged, challenge.Made, challenge.Last }.OfType<BelievedEntry>().Select(EntryReference.To),
            [AnswerRules.ChallengeLastStep],
            Said.Framework(record, on)
        );

    private bool IsAnswered => !challenge.Last.Equals(challenge.Made);

    private static IEnumerable<ChallengeRow> On(RecordAt record, DateOnly day) =>
        from subject in record.Subjects
        let timeline = record.TimelineOf(subject)!
        from challenge in ChallengeStanding.On(timeline, day)
        select new ChallengeRow(record, timeline, challenge, day);
}
