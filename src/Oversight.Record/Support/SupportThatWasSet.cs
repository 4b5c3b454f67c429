namespace Oversight.Record.Support;

/// <summary>An event about support that was set earlier.</summary>
public interface IAboutSupport : INamesOpenEntry
{
    /// <summary>The entry by which it was set.</summary>
    Guid Support { get; }

    /// <summary>Those of the trusts that it was set for; null for all that it was set for.</summary>
    IReadOnlyList<OdsCode>? Organisations { get; }

    /// <inheritdoc/>
    string INamesOpenEntry.Member => "support";

    /// <inheritdoc/>
    Guid? INamesOpenEntry.Named => Support;

    /// <inheritdoc/>
    IEnumerable<BelievedEntry> INamesOpenEntry.OpenIn(Timeline timeline) =>
        timeline
            .Of<SupportSet>()
            .Select(set => SupportThatWasSet.Of(timeline, set.Id))
            .OfType<SupportThatWasSet>()
            .Where(support => support.For.Any(one => support.EndedFor(one, _ => true) is null))
            .Select(support => support.Set);
}

/// <summary>Support that was set, and what became of it: what the rules about support judge by.</summary>
public sealed class SupportThatWasSet
{
    private readonly Timeline timeline;
    private readonly OdsCode subject;

    private SupportThatWasSet(Timeline timeline, OdsCode subject, BelievedEntry<SupportSet> set)
    {
        (this.timeline, this.subject, Set) = (timeline, subject, set);
        For = [.. NamedSupport.In(set.Content, subject)];
    }

    /// <summary>The entry by which it was set.</summary>
    public BelievedEntry<SupportSet> Set { get; }

    /// <summary>What it is, once for each of those that it is for.</summary>
    public IReadOnlyList<NamedSupport> For { get; }

    /// <summary>The entries by which it was stepped down.</summary>
    public IEnumerable<BelievedEntry> Steps => About.Where(e => e.Content is SupportSteppedDown);

    private IEnumerable<BelievedEntry<IAboutSupport>> About =>
        timeline.Of<IAboutSupport>().Where(e => timeline.StandsFor(e.Content.Support)?.Id == Set.Id);

    /// <summary>The support that was set by an entry; null when that entry sets none, or was retracted.</summary>
    public static SupportThatWasSet? Of(Timeline timeline, Guid support) =>
        timeline.Subject.Organisation is { } subject
        && timeline.StandsFor(support) is { Counts: true, Content: SupportSet } set
        && timeline.Of<SupportSet>().FirstOrDefault(e => e.Id == set.Id) is { } found
            ? new(timeline, subject, found)
            : null;

    /// <summary>The entry by which it is over for one of those that it is for: withdrawn, or set anew; null while there is none.</summary>
    /// <param name="one">What it is, and for whom.</param>
    /// <param name="counts">Which entries are looked at.</param>
    public BelievedEntry? EndedFor(NamedSupport one, Func<BelievedEntry, bool> counts) =>
        (BelievedEntry?)Withdrawals(one).FirstOrDefault(counts) ?? SetAnew(one).FirstOrDefault(counts);

    /// <summary>The entries by which it was withdrawn for one of those that it is for.</summary>
    public IEnumerable<BelievedEntry> Withdrawals(NamedSupport one) =>
        About.Where(e => e.Content is SupportWithdrawn && Concerns(e.Content, one));

    /// <summary>The entries by which the same was set later for one of those that it is for.</summary>
    public IEnumerable<BelievedEntry> SetAnew(NamedSupport one) =>
        timeline.Of<SupportSet>().Where(e => Follows(e, Set) && NamedSupport.In(e.Content, subject).Contains(one));

    /// <summary>True when an entry begins after another: by its date, or of the same exact day by its place.</summary>
    public static bool Follows(BelievedEntry later, BelievedEntry earlier) =>
        later.Effective.Earliest > earlier.Effective.Latest
        || (
            later.Effective == earlier.Effective
            && later.Effective.Precision == DatePrecision.Day
            && later.Place > earlier.Place
        );

    /// <summary>True when something said of support is said for one of those that it is for.</summary>
    public static bool Concerns(IAboutSupport said, NamedSupport one) =>
        said.Organisations is not { } named || (one.For is { } ods && named.Contains(ods));

    /// <summary>What is said of support is said of what was set, and is not over.</summary>
    public static Rule<IAboutSupport> SupportStillInPlace { get; } =
        new(
            "support-still-in-place",
            "Support is stepped down, withdrawn or expected to end that was set, for those whom it was set for, and while it is in place.",
            (said, judged) =>
            {
                if (Of(judged.Timeline, said.Support) is not { } support)
                {
                    return $"No support was set by entry {said.Support} about {judged.Timeline.Subject}, or it was retracted.";
                }

                if (judged.Effective.Latest < support.Set.Effective.Earliest)
                {
                    return $"It takes effect {judged.Effective}, before the support was set ({support.Set.Effective}).";
                }

                if (
                    said.Organisations is { } named
                    && named.Where(ods => support.For.All(one => one.For != ods)).ToArray() is [var stranger, ..]
                )
                {
                    return $"The support was not set for {stranger}.";
                }

                NamedSupport[] meant = [.. support.For.Where(one => Concerns(said, one))];
                BelievedEntry[] ended =
                [
                    .. meant
                        .Select(one => support.EndedFor(one, e => e.ComesBefore(judged.Entry, judged.Content)))
                        .OfType<BelievedEntry>(),
                ];
                // Of all together it is enough that it goes on for some.
                return ended.Length > 0 && (said.Organisations is not null || ended.Length == meant.Length)
                    ? $"The support was over already, by entry {ended[0].Id} ({ended[0].Effective})."
                    : null;
            }
        );

    internal static void CheckInput(IAboutSupport said)
    {
        if (said.Organisations is { } organisations)
        {
            Check.Organisations(organisations, "organisations", atLeast: 1);
        }
    }
}
