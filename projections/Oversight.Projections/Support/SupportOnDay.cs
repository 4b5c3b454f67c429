using System.Text.Json.Serialization;
using Oversight.Record.Organisations;
using Oversight.Record.Support;

namespace Oversight.Projections.Support;

/// <summary>What can be said about support on a day.</summary>
public enum SupportState
{
    /// <summary>It is in place.</summary>
    InPlace,

    /// <summary>The record says only what was last published, for a period that has passed.</summary>
    LastPublished,

    /// <summary>Dates are too imprecise, or sources contradict each other: what may hold is named.</summary>
    Uncertain,

    /// <summary>It was withdrawn.</summary>
    Withdrawn,
}

/// <summary>What an entry states of support.</summary>
/// <param name="Standing">Where it stands.</param>
/// <param name="Tier">In which tier; null where that is not stated.</param>
/// <param name="Effective">From when, or for which period.</param>
/// <param name="Published">True for a position published for a period, false for a decision.</param>
/// <param name="DecidedBy">Who decided.</param>
/// <param name="Rationale">Why.</param>
/// <param name="Source">Where the fact was taken from.</param>
/// <param name="Entry">The entry that states it.</param>
public sealed record StatedSupport(
    SupportStanding Standing,
    int? Tier,
    DateWithPrecision Effective,
    bool Published,
    DecidedBy DecidedBy,
    string? Rationale,
    Source? Source,
    EntryReference Entry
)
{
    /// <summary>As people say it: "set in tier 1, from 1 June 2023"; "published as withdrawn, for 2023/24".</summary>
    public string Words =>
        (
            Published ? $"published as {InWords.Of(Standing)}{(Tier is { } tier ? $" in tier {tier}" : "")}, for"
            : Standing == SupportStanding.InPlace ? $"set{(Tier is { } set ? $" in tier {set}" : "")}, from"
            : Standing == SupportStanding.SteppedDown
                ? $"stepped down{(Tier is { } lower ? $" to tier {lower}" : "")}, from"
            : "withdrawn, from"
        ) + $" {Effective}";
}

/// <summary>When support is expected to end.</summary>
/// <param name="By">By when; null where that is not stated.</param>
/// <param name="DaysLeft">Days to the latest day of that, negative when it has passed; null where it is not stated.</param>
/// <param name="Said">Who expects it, and in which entry.</param>
public sealed record ExpectedExit(DateWithPrecision? By, int? DaysLeft, Statement Said);

/// <summary>
/// Support of one kind and programme for one of those that it is for, on a day: a pure function of the entries about the organisation
/// that it is recorded about.
/// </summary>
/// <param name="RecordedAbout">The organisation that it is recorded about: an ICB where it is for its system or a trust of that.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Programme">Of which programme; null where that is not stated.</param>
/// <param name="Called">What it is called, where it is of another kind.</param>
/// <param name="For">The organisation that it is for; null: the whole system of the one that it stands with.</param>
/// <param name="HeldBy">
/// The organisation that it stands with: the one that it is recorded about, or the successor to which it passed when that ended. Where dates leave
/// open with which, what is for a system or for that organisation itself is stated once for each, as uncertain; of a named trust the holder is
/// null then.
/// </param>
/// <param name="State">What can be said.</param>
/// <param name="Tier">In which tier it is, or was when last published; null where that is not stated, or uncertain.</param>
/// <param name="Text">The answer in one line.</param>
/// <param name="Since">Since when it is in place, or for which period that is published; null where it is not certainly in place.</param>
/// <param name="ExpectedExit">When it is expected to end; null where nobody said that it is.</param>
/// <param name="Conditions">What it is given on condition of.</param>
/// <param name="StatedBy">The entries that may hold on the day; what the answer rests on.</param>
/// <param name="PerhapsNone">True when it is possible that none had taken effect yet.</param>
/// <param name="Rule">The name of the rule by which the answer was found.</param>
public sealed record SupportOnDay(
    OdsCode RecordedAbout,
    SupportKind Kind,
    SupportProgramme? Programme,
    string? Called,
    OdsCode? For,
    OdsCode? HeldBy,
    SupportState State,
    int? Tier,
    string Text,
    DateWithPrecision? Since,
    ExpectedExit? ExpectedExit,
    IReadOnlyList<string> Conditions,
    IReadOnlyList<StatedSupport> StatedBy,
    bool PerhapsNone,
    string Rule
)
{
    /// <summary>The organisation with which it is listed: the one that it is for; of a whole system, the one that holds it.</summary>
    [JsonIgnore]
    public OdsCode With => For ?? HeldBy ?? RecordedAbout;

    /// <summary>True when the last that is known is that it was withdrawn.</summary>
    public bool IsOver => StatedBy.All(s => s.Standing == SupportStanding.Withdrawn);

    /// <summary>What it is, in words: "Tier 1 support, elective".</summary>
    public string Words => new NamedSupport(Kind, Programme, Called, For).Words(Tier);

    /// <summary>All that one organisation's timeline says of support by a day.</summary>
    public static IReadOnlyList<SupportOnDay> On(DateOnly day, Timeline timeline)
    {
        var named = timeline.Of<INamesSupport>().ToArray();
        if (named.Length == 0 || timeline.Subject.Organisation is not { } subject)
        {
            return [];
        }

        return
        [
            .. named
                .SelectMany(e => NamedSupport.In(e.Content, subject))
                .Distinct()
                .SelectMany(one => Of(one, day, timeline, subject))
                .OrderBy(s => s.Kind)
                .ThenBy(s => s.Programme)
                .ThenBy(s => s.Called, StringComparer.Ordinal)
                .ThenBy(s => s.For)
                .ThenBy(s => s.HeldBy),
        ];
    }

    private static IEnumerable<SupportOnDay> Of(NamedSupport one, DateOnly day, Timeline timeline, OdsCode subject)
    {
        var (entries, perhapsNone) = Candidates.On(
            day,
            timeline.Of<IStatesSupport>().Where(e => Counts(e, one, day, timeline, subject))
        );
        if (entries.Count == 0)
        {
            return [];
        }

        StatedSupport[] stated = [.. entries.Select(Stated)];
        var inPlace = entries.Where((_, i) => stated[i].Standing != SupportStanding.Withdrawn).ToArray();
        var sets = inPlace
            .Select(e => SetOf(e, timeline))
            .OfType<SupportThatWasSet>()
            .DistinctBy(s => s.Set.Id)
            .ToArray();
        OdsCode[] holders =
        [
            .. sets.Select(s => HolderOf(s, day, timeline, subject))
                .OfType<OdsCode>()
                .DefaultIfEmpty(subject)
                .Distinct(),
        ];
        // Whom a named trust's support stands with does not say whether the trust has it.
        var namesAnother = one.For is { } named && named != subject;
        var withOne = namesAnother || holders.Length == 1;
        var agree = inPlace.Length == 0 || inPlace.Length == entries.Count;
        var state =
            !agree || perhapsNone || !withOne ? SupportState.Uncertain
            : entries.All(e => e.IsOver(day)) ? SupportState.LastPublished
            : inPlace.Length == 0 ? SupportState.Withdrawn
            : SupportState.InPlace;
        DateWithPrecision? since =
            state == SupportState.InPlace
                ? inPlace.Select(e => (SetOf(e, timeline)?.Set.Effective ?? e.Effective)).MinBy(d => d.Earliest)
                : null;
        int[] tiers = [.. stated.Select(TierIn).OfType<int>().Distinct().Order()];
        var text =
            InOneLine(one, state, stated, tiers, since, perhapsNone)
            + (withOne ? "" : $"; it stands with {string.Join(" or ", holders.Order())}");
        return from heldBy in namesAnother ? [holders is [var certain] ? certain : null] : holders.Cast<OdsCode?>()
            select new SupportOnDay(
                subject,
                one.Kind,
                one.Programme,
                timeline
                    .Of<INamesSupport>()
                    .LastOrDefault(e => NamedSupport.In(e.Content, subject).Contains(one))
                    ?.Content.Called?.Trim(),
                one.For == subject ? heldBy : one.For,
                heldBy,
                state,
                tiers is [> Lower] ? tiers[0] : null,
                text,
                since,
                inPlace.Length == 0 ? null : Expected(one, day, timeline, sets, inPlace),
                [.. sets.SelectMany(s => s.Set.Content.Conditions ?? []).Distinct()],
                stated,
                perhapsNone,
                (
                    entries.All(e => e.Content is SupportPublished)
                        ? AnswerRules.SupportPublished
                        : AnswerRules.SupportByDates
                ).Name
            );
    }

    // A set that is certainly withdrawn counts no more, nor what made it less intensive; nor does what is said of support before it has begun,
    // or after it was set anew.
    private static bool Counts(
        BelievedEntry<IStatesSupport> entry,
        NamedSupport one,
        DateOnly day,
        Timeline timeline,
        OdsCode subject
    )
    {
        if (entry.Content is INamesSupport named && !NamedSupport.In(named, subject).Contains(one))
        {
            return false;
        }

        if (entry.Content is SupportPublished)
        {
            return true;
        }

        // What was discharged, or ended with the body, is open for nobody.
        if (
            SetOf(entry, timeline) is not { } support
            || !support.For.Contains(one)
            || support.Set.Effective.Earliest > day
            || HolderOf(support, day, timeline, subject) is null
        )
        {
            return false;
        }

        return entry.Content switch
        {
            IAboutSupport about when !SupportThatWasSet.Concerns(about, one) => false,
            IAboutSupport when support.SetAnew(one).Any(later => SupportThatWasSet.Follows(entry, later)) => false,
            SupportWithdrawn => true,
            _ => !support.Withdrawals(one).Any(e => e.Effective.IsCertainBy(day)),
        };
    }

    private static OdsCode? HolderOf(SupportThatWasSet support, DateOnly day, Timeline timeline, OdsCode subject) =>
        Passing.HolderOf(timeline, subject, OpenItemKind.Support, $"{support.Set.Id}", day).Holder;

    private static SupportThatWasSet? SetOf(BelievedEntry<IStatesSupport> entry, Timeline timeline) =>
        entry.Content switch
        {
            SupportSet => SupportThatWasSet.Of(timeline, entry.Id),
            IAboutSupport about => SupportThatWasSet.Of(timeline, about.Support),
            _ => null,
        };

    private static ExpectedExit? Expected(
        NamedSupport one,
        DateOnly day,
        Timeline timeline,
        IReadOnlyList<SupportThatWasSet> sets,
        IReadOnlyList<BelievedEntry> inPlace
    )
    {
        var said = timeline
            .Of<SupportExitExpected>()
            .Where(e =>
                SupportThatWasSet.Concerns(e.Content, one)
                && sets.Any(s => s.Set.Id == timeline.StandsFor(e.Content.Support)?.Id)
            )
            .Concat<BelievedEntry>(
                inPlace.Where(e => e.Content is SupportPublished { Standing: SupportStanding.ExitExpected })
            );
        if (Statement.Begun(said, day) is not [.., var last])
        {
            return null;
        }

        var by = last.Content is SupportExitExpected expected ? expected.By : ((SupportPublished)last.Content).By;
        return new(by, DueDate.DaysLeft(by, day), Statement.Of(last));
    }

    private static StatedSupport Stated(BelievedEntry<IStatesSupport> entry)
    {
        var (standing, tier) = entry.Content switch
        {
            SupportPublished published => (published.Standing, published.Tier),
            SupportSet set => (SupportStanding.InPlace, set.Tier),
            SupportSteppedDown stepped => (SupportStanding.SteppedDown, stepped.Tier),
            _ => (SupportStanding.Withdrawn, null),
        };
        var decision = entry.Decision;
        return new(
            standing,
            tier,
            entry.Effective,
            entry.Content is SupportPublished,
            decision.DecidedBy,
            decision.Rationale,
            decision.Source,
            EntryReference.To(entry)
        );
    }

    // Less intensive than before, and no tier stated: not the tier before, and no other that could be named.
    private const int Lower = 0;

    private static int? TierIn(StatedSupport stated) =>
        stated.Tier ?? (stated.Standing == SupportStanding.SteppedDown ? Lower : null);

    private static string InOneLine(
        NamedSupport one,
        SupportState state,
        IReadOnlyList<StatedSupport> stated,
        int[] tiers,
        DateWithPrecision? since,
        bool perhapsNone
    )
    {
        var stands =
            stated[^1].Standing == SupportStanding.Withdrawn ? "withdrawn"
            : one.Kind != SupportKind.Tier
                ? (tiers.Contains(Lower) ? "in place, less intensive than before" : "in place")
            : tiers.Length == 0 ? "tier not stated"
            : string.Join(" or ", tiers.Select(t => t == Lower ? "a lower tier, which is not stated" : $"tier {t}"));
        var periods = string.Join(" and ", stated.Where(s => s.Published).Select(s => s.Effective).Distinct());
        return state switch
        {
            SupportState.Uncertain => $"uncertain: {string.Join("; ", stated.Select(s => s.Words))}"
                + (perhapsNone ? ", or not yet in effect" : ""),
            SupportState.LastPublished => $"last published for {periods}: {stands}",
            SupportState.Withdrawn => stated.All(s => s.Published)
                ? $"published as withdrawn for {periods}"
                : $"withdrawn {stated.Last(s => !s.Published).Effective}",
            _ => stated.All(s => s.Published) ? $"{stands}, published for {periods}" : $"{stands}, since {since}",
        };
    }
}
