using Oversight.Record;
using Oversight.Record.Corrections;
using Oversight.Record.Entries;
using Oversight.Record.Notices;
using Oversight.Record.Organisations;
using Oversight.Record.Support;
using Oversight.Record.Time;
using Said = Oversight.Projections.Tests.RandomHistories.ReferenceBelief.Said;

namespace Oversight.Projections.Tests.RandomHistories;

/// <summary>A way in which the reference for support and notices can be made wrong on purpose.</summary>
public enum InterventionDeviation
{
    None,
    RetractedEntriesCount,
    CorrectionsAreIgnored,
    VagueBeginningsNeverEnd,
    WithdrawalsAreIgnored,
    WithdrawalsAreForAll,
    SettingAnewChangesNothing,
    SaidOfAnotherIsSaidOfThis,
    StepsAreIgnored,
    ALowerTierIsTheOneBefore,
    PublishedForEver,
    PublishedIsOnlyPerhaps,
    TheProgrammeIsIgnored,
    NamedTrustsAreTheSystem,
    ExitIsNeverExpected,
    NoticesNeverClose,
    ReviewsNeverReport,
    DueOnTheEarliestDay,
    NothingIsDisposedOf,
}

/// <summary>
/// Where support, notices and independent reviews stand, written once more from the words of the documentation: all pairs
/// instead of searches, and no call into what it is compared with. Slow and plain; an answer is a line for each.
/// </summary>
internal sealed class ReferenceIntervention(
    IReadOnlyList<Entry> record,
    long known,
    DateOnly day,
    InterventionDeviation deviation
)
{
    private readonly ReferenceBelief belief = new([.. record.Where(e => e.Place <= known)], day)
    {
        RetractedCounts = deviation == InterventionDeviation.RetractedEntriesCount,
        CorrectionsAreIgnored = deviation == InterventionDeviation.CorrectionsAreIgnored,
    };

    /// <summary>The lines of one organisation's own stream.</summary>
    public IEnumerable<string> Of(OdsCode organisation) =>
        Support(organisation).Concat(Notices(organisation)).Concat(Reviews(organisation)).Order(StringComparer.Ordinal);

    private IEnumerable<string> Support(OdsCode organisation)
    {
        var all = Believed(organisation);
        var whats = all.SelectMany(s => Whats(s.Content, organisation)).Distinct().ToArray();
        foreach (var what in whats)
        {
            var of = all.Where(s => IsOf(s, what, organisation, all)).ToArray();
            // "When it may have begun by then, and none that has certainly begun follows it."
            var may = of.Where(s => s.Earliest <= day && !of.Any(o => IsCertain(o) && Follows(o, s))).ToArray();
            if (may.Length == 0)
            {
                continue;
            }

            var perhapsNone = !of.Any(IsCertain);
            var over = may.All(s =>
                IsPeriod(s) && s.Latest < day && deviation != InterventionDeviation.PublishedForEver
            );
            var gone = may.Count(s => Standing(s.Content) == "withdrawn");
            var state =
                (gone > 0 && gone < may.Length) || perhapsNone ? "uncertain"
                : over ? "last-published"
                : gone > 0 ? "withdrawn"
                : "in-place";
            string[] tiers =
            [
                .. may.Where(s => Standing(s.Content) != "withdrawn").Select(Tier).OfType<string>().Distinct(),
            ];
            var exit = Exit(what, may, all);
            // "... or stand with different organisations, it is uncertain": said of each of them, but of a named trust once, with none.
            string[] holders =
            [
                .. may.Where(s => Standing(s.Content) != "withdrawn")
                    .Select(s => SetOf(s, all))
                    .OfType<Said>()
                    .Select(s => Holder(s, organisation, all)!)
                    .DefaultIfEmpty(organisation.Value)
                    .Distinct(),
            ];
            var itself = what.Split(' ')[^1];
            if (itself != "system" && itself != organisation.Value)
            {
                holders = [holders is [var only] ? only : ""];
            }
            else if (holders.Length > 1)
            {
                state = "uncertain";
            }

            foreach (var holder in holders)
            {
                var whom = itself == organisation.Value ? holder : itself;
                yield return $"support {what[..what.LastIndexOf(' ')]} {whom} {holder} {state} tier {(tiers is [var one] && one != "lower" ? one : "-")}"
                    + $" rests on {string.Join(',', may.Select(s => s.Place))} exit {exit?.Words ?? "-"}";
                // "While it is in place, or may be": of what was withdrawn, nobody expects the end.
                if (exit is { By: { } by } && state is ("in-place" or "uncertain"))
                {
                    yield return $"support-exit due {by.Stored} {DaysTo(by)} for {(whom == "system" ? holder : whom)}";
                }
            }
        }
    }

    private string DaysTo(DateWithPrecision date) =>
        date.Precision == DatePrecision.Unknown
            ? "-"
            : $"{(deviation == InterventionDeviation.DueOnTheEarliestDay ? date.Earliest : date.Latest).DayNumber - day.DayNumber}";

    // What it is and for whom, a text for each of those that it is for.
    private IEnumerable<string> Whats(Event content, OdsCode organisation)
    {
        var (kind, programme, scope, trusts) = content switch
        {
            SupportSet set => (set.Kind, set.Programme, set.Scope, set.Organisations),
            SupportPublished published => (
                published.Kind,
                published.Programme,
                published.Scope,
                published.Organisations
            ),
            _ => (default, null, default, null),
        };
        if (content is not (SupportSet or SupportPublished))
        {
            return [];
        }

        var what =
            $"{InWords.Stored(kind)} {(programme is { } p && deviation != InterventionDeviation.TheProgrammeIsIgnored ? InWords.Stored(p) : "-")}";
        return trusts is not null && deviation != InterventionDeviation.NamedTrustsAreTheSystem
            ? trusts.Select(t => $"{what} {t}")
            : [$"{what} {(scope == Concerning.System ? "system" : organisation)}"];
    }

    private bool IsOf(Said said, string what, OdsCode organisation, Said[] all)
    {
        if (said.Content is SupportPublished)
        {
            return Whats(said.Content, organisation).Contains(what);
        }

        if (said.Content is SupportSet)
        {
            return Whats(said.Content, organisation).Contains(what)
                && !IsWithdrawn(said, what, all)
                && Holder(said, organisation, all) is not null;
        }

        if (
            said.Content is not (SupportSteppedDown or SupportWithdrawn)
            || (said.Content is SupportSteppedDown && deviation == InterventionDeviation.StepsAreIgnored)
            || (said.Content is SupportWithdrawn && deviation == InterventionDeviation.WithdrawalsAreIgnored)
        )
        {
            return false;
        }

        var set = all.SingleOrDefault(s => s.Content is SupportSet && Names(Named(said.Content), s.Id));
        if (
            set is null
            || set.Earliest > day
            || Holder(set, organisation, all) is null
            || !Whats(set.Content, organisation).Contains(what)
            || !IsFor(said.Content, what)
        )
        {
            return false;
        }

        // "What is said of support is said while it is in place": not after it was set anew.
        var anew = all.Any(s =>
            s.Content is SupportSet
            && Follows(s, set)
            && Follows(said, s)
            && Whats(s.Content, organisation).Contains(what)
        );
        return (!anew || deviation == InterventionDeviation.SettingAnewChangesNothing)
            && (said.Content is SupportWithdrawn || !IsWithdrawn(set, what, all));
    }

    private Said? SetOf(Said said, Said[] all) =>
        said.Content is SupportSet ? said
        : said.Content is SupportSteppedDown stepped
            ? all.SingleOrDefault(s => s.Content is SupportSet && Names(stepped.Support, s.Id))
        : null;

    // "Of several decisions the first to take effect; one that names it stands before one about all of its kind." Whose it is then; null: nobody's.
    private string? Holder(Said set, OdsCode organisation, Said[] all)
    {
        var holder = organisation.Value;
        var seen = new List<string>();
        while (!seen.Contains(holder))
        {
            seen.Add(holder);
            var first = all.Where(s => s.Latest <= day)
                .OrderBy(s => s.Latest)
                .ThenBy(s => s.Place)
                .Select(s =>
                    s.Content is OpenItemsDisposed disposed && disposed.Ended.Value == holder
                        ? disposed.Items.FirstOrDefault(i =>
                            i.What == OpenItemKind.Support && (i.Item is null || i.Item == $"{set.Id}")
                        )
                        : null
                )
                .FirstOrDefault(item => item is not null);
            if (first is null || deviation == InterventionDeviation.NothingIsDisposedOf)
            {
                return holder;
            }

            if (first.Successor is not { } successor)
            {
                return null;
            }

            holder = successor.Value;
        }

        return holder;
    }

    // "What is withdrawn by the day is over, however vague its beginning was."
    private bool IsWithdrawn(Said set, string what, Said[] all) =>
        deviation is not (InterventionDeviation.VagueBeginningsNeverEnd or InterventionDeviation.WithdrawalsAreIgnored)
        && all.Any(s =>
            s.Content is SupportWithdrawn withdrawn
            && Names(withdrawn.Support, set.Id)
            && IsFor(withdrawn, what)
            && s.Latest <= day
        );

    private bool IsFor(Event content, string what)
    {
        var trusts = content switch
        {
            SupportSteppedDown stepped => stepped.Organisations,
            SupportWithdrawn withdrawn => withdrawn.Organisations,
            _ => ((SupportExitExpected)content).Organisations,
        };
        return trusts is null
            || deviation == InterventionDeviation.WithdrawalsAreForAll
            || trusts.Any(t => what.EndsWith($" {t}", StringComparison.Ordinal));
    }

    private static Guid Named(Event content) =>
        content switch
        {
            SupportSteppedDown stepped => stepped.Support,
            SupportWithdrawn withdrawn => withdrawn.Support,
            _ => ((SupportExitExpected)content).Support,
        };

    private (DateWithPrecision? By, string Words)? Exit(string what, Said[] may, Said[] all)
    {
        if (deviation == InterventionDeviation.ExitIsNeverExpected)
        {
            return null;
        }

        // The support that may be in place: what was set, or stepped down, of those that may hold.
        bool MayBeInPlace(Guid named) =>
            all.Any(s =>
                s.Content is SupportSet
                && (Names(named, s.Id) || deviation == InterventionDeviation.SaidOfAnotherIsSaidOfThis)
                && may.Any(m =>
                    m.Id == s.Id || (m.Content is SupportSteppedDown stepped && Names(stepped.Support, s.Id))
                )
            );
        var last = all.Where(s => s.Earliest <= day)
            .Where(s =>
                s.Content switch
                {
                    SupportExitExpected expected => IsFor(expected, what) && MayBeInPlace(expected.Support),
                    SupportPublished { Standing: SupportStanding.ExitExpected } => may.Contains(s),
                    _ => false,
                }
            )
            .OrderBy(s => s.Latest)
            .ThenBy(s => s.Place)
            .LastOrDefault();
        if (last is null || may.All(m => Standing(m.Content) == "withdrawn"))
        {
            return null;
        }

        var by = last.Content is SupportExitExpected said ? said.By : ((SupportPublished)last.Content).By;
        return (by, by?.Stored ?? "some time");
    }

    private static string Standing(Event content) =>
        content switch
        {
            SupportWithdrawn or SupportPublished { Standing: SupportStanding.Withdrawn } => "withdrawn",
            SupportSteppedDown or SupportPublished { Standing: SupportStanding.SteppedDown } => "lower",
            _ => "in place",
        };

    private string? Tier(Said said)
    {
        var tier = said.Content switch
        {
            SupportSet set => set.Tier,
            SupportSteppedDown stepped => stepped.Tier,
            _ => ((SupportPublished)said.Content).Tier,
        };
        return tier is { } number ? $"{number}"
            : Standing(said.Content) != "lower" ? null
            : deviation == InterventionDeviation.ALowerTierIsTheOneBefore ? "1"
            : "lower";
    }

    private IEnumerable<string> Notices(OdsCode organisation)
    {
        var all = Believed(organisation);
        foreach (var given in all.Where(s => s.Content is NoticeGiven && s.Earliest <= day))
        {
            var closed = all.Where(s =>
                    s.Content is NoticeClosed about
                    && Names(about.Notice, given.Id)
                    && s.Earliest <= day
                    && deviation != InterventionDeviation.NoticesNeverClose
                )
                .ToArray();
            yield return $"notice {given.Place} "
                + (
                    closed.Any(s => s.Latest <= day) ? "closed"
                    : closed.Length > 0 || given.Latest > day ? "uncertain"
                    : "open"
                );
        }
    }

    private IEnumerable<string> Reviews(OdsCode organisation)
    {
        var all = Believed(organisation);
        foreach (var review in all.Where(s => s.Content is IndependentReviewCommissioned && s.Earliest <= day))
        {
            var steps = new[] { review }
                .Concat(
                    all.Where(s =>
                            s.Content is IndependentReviewReported about
                            && Names(about.Review, review.Id)
                            && s.Earliest <= day
                            && deviation != InterventionDeviation.ReviewsNeverReport
                        )
                        .OrderBy(s => s.Latest)
                        .ThenBy(s => s.Place)
                        .Take(1)
                )
                .Concat(
                    all.Where(s =>
                            s.Content is IndependentReviewAnswered about
                            && Names(about.Review, review.Id)
                            && s.Earliest <= day
                        )
                        .OrderBy(s => s.Latest)
                        .ThenBy(s => s.Place)
                        .Take(1)
                )
                .ToArray();
            var last = steps[^1];
            yield return $"review {review.Place} "
                + (
                    last.Latest > day ? "uncertain"
                    : last.Content is IndependentReviewAnswered ? "answered"
                    : last.Content is IndependentReviewReported ? "reported"
                    : "commissioned"
                );
            var commissioned = (IndependentReviewCommissioned)review.Content;
            if (steps.Length == 1 && commissioned.Expected is { } expected)
            {
                yield return $"independent-review due {expected.Stored} {DaysTo(expected)} for "
                    + string.Join(' ', (commissioned.Organisations ?? [organisation]).Order());
            }
        }
    }

    private bool IsCertain(Said said) =>
        IsPeriod(said) && deviation != InterventionDeviation.PublishedIsOnlyPerhaps
            ? said.Earliest <= day
            : said.Latest <= day;

    private static bool Follows(Said later, Said earlier) =>
        later.Earliest > earlier.Latest
        || (
            later.Earliest == later.Latest
            && earlier.Earliest == earlier.Latest
            && later.Earliest == earlier.Earliest
            && later.Place > earlier.Place
        );

    // "A position published for a period is certain for that period."
    private static bool IsPeriod(Said said) =>
        said.Content is SupportPublished
        && said.Content.Decision.Effective.Precision
            is (DatePrecision.Month or DatePrecision.Quarter or DatePrecision.FinancialYear);

    private Said[] Believed(OdsCode organisation) => belief.About<Event>($"organisation-{organisation}");

    private bool Names(Guid named, Guid entry) => belief.Names(named, entry);
}
