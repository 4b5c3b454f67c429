using System.Runtime.CompilerServices;
using Oversight.Record.Catalogue;
using Oversight.Record.Corrections;

namespace Oversight.Projections.Start;

/// <summary>The entries that break a rule.</summary>
/// <param name="Sentence">The rule, as a sentence.</param>
/// <param name="Entries">The entries.</param>
public sealed record BrokenRule(string Sentence, Counted Entries);

/// <summary>The state of the record, for who audits it: a pure function of the whole record at a place.</summary>
/// <param name="Entries">How many entries it has.</param>
/// <param name="Subjects">How many subjects they are about.</param>
/// <param name="Last">The last one; null for the empty record.</param>
/// <param name="Kinds">Entries that an auditor looks at: corrections, retractions, back-dated, imported and late ones.</param>
/// <param name="Findings">Each rule that some entry breaks, with those entries; most first.</param>
public sealed record AuditorStart(
    long Entries,
    int Subjects,
    Entry? Last,
    IReadOnlyList<Counted> Kinds,
    IReadOnlyList<BrokenRule> Findings
)
{
    /// <summary>From how many days between taking effect and being recorded on a live entry counts as late.</summary>
    public const int LateFrom = 31;

    private static readonly ConditionalWeakTable<Timeline, Tally> Tallies = [];

    // What was found is kept for as long as it holds: so is how much of it there is.
    private static readonly ConditionalWeakTable<IReadOnlyList<Finding>, Dictionary<string, int>> Broken = [];

    /// <summary>That of a record.</summary>
    /// <param name="record">The whole record at a place.</param>
    /// <param name="on">The day.</param>
    public static AuditorStart Of(RecordAt record, DateOnly on)
    {
        var counting = Counting.Of(record, on, _ => true);
        var unnoted = record.Noting(null);
        var all = new Tally();
        var broken = new Dictionary<string, int>();
        Entry? last = null;
        var subjects = record.Subjects;
        foreach (var subject in subjects)
        {
            var timeline = unnoted.TimelineOf(subject)!;
            all.Add(Tallies.GetValue(timeline, Tally.Of));
            last = last is null || last.Place < timeline.GreatestPlace ? timeline.Recorded[^1] : last;
            foreach (var rule in Broken.GetValue(unnoted.FindingsOf(subject), CountByRule))
            {
                broken[rule.Key] = broken.GetValueOrDefault(rule.Key) + rule.Value;
            }
        }

        return new(
            record.Place + 1,
            subjects.Count,
            last,
            [
                counting.Number("Corrections", "history?kind=entry_corrected&sort=-place", all.Corrected),
                counting.Number("Retractions", "history?kind=entry_retracted&sort=-place", all.Retracted),
                counting.Number("Back-dated entries", "history?origin=back-dated&sort=-place", all.BackDated),
                counting.Number("Imported entries", "history?origin=imported&sort=-place", all.Imported),
                counting.Number(
                    $"Live entries recorded more than {LateFrom - 1} days after they took effect",
                    $"history?origin=live&daysToRecord.atLeast={LateFrom}&sort=-daysToRecord",
                    all.Late
                ),
            ],
            [
                .. from rule in RuleCatalogue.All
                where broken.ContainsKey(rule.Name)
                orderby broken[rule.Name] descending, rule.Name
                select new BrokenRule(
                    rule.Sentence,
                    counting.Number(rule.Name, $"history?findings={rule.Name}&sort=-place", broken[rule.Name])
                ),
            ]
        );
    }

    private static Dictionary<string, int> CountByRule(IReadOnlyList<Finding> findings) =>
        findings.DistinctBy(f => (f.Rule, f.Entry)).CountBy(f => f.Rule).ToDictionary();

    /// <summary>How many entries of a timeline are what: a timeline never changes.</summary>
    private sealed class Tally
    {
        public int Corrected { get; private set; }

        public int Retracted { get; private set; }

        public int BackDated { get; private set; }

        public int Imported { get; private set; }

        public int Late { get; private set; }

        public static Tally Of(Timeline timeline)
        {
            var tally = new Tally();
            foreach (var entry in timeline.Recorded)
            {
                var decision = entry.Event.Decision;
                tally.Corrected += entry.Event is EntryCorrected ? 1 : 0;
                tally.Retracted += entry.Event is EntryRetracted ? 1 : 0;
                tally.BackDated += decision.Origin == Origin.BackDated ? 1 : 0;
                tally.Imported += decision.Origin == Origin.Imported ? 1 : 0;
                tally.Late +=
                    decision.Origin == Origin.Live
                    && decision.Effective.Precision != DatePrecision.Unknown
                    && London.DayOf(entry.Recorded).DayNumber - decision.Effective.Latest.DayNumber >= LateFrom
                        ? 1
                        : 0;
            }

            return tally;
        }

        public void Add(Tally other)
        {
            Corrected += other.Corrected;
            Retracted += other.Retracted;
            BackDated += other.BackDated;
            Imported += other.Imported;
            Late += other.Late;
        }
    }
}
