using Oversight.Projections.Answers;
using Oversight.Projections.Finance;
using Oversight.Projections.Timelines;
using Oversight.Record;
using Oversight.Record.Corrections;
using Oversight.Record.Entries;
using Oversight.Record.Finance;
using Oversight.Record.Organisations;
using Oversight.Record.Tests.Given;

namespace Oversight.Projections.Tests.RandomHistories;

/// <summary>Financial positions of random histories are what a naive reference says, and one that is wrong is seen.</summary>
public sealed class FinancialPositionTests
{
    private static readonly string[] Periods = ["2022/23", "2023/24", "Q1 2023/24", "2023-04"];

    private static readonly FsCheck.Arbitrary<History> Histories = History.MadeBy(
        Entries,
        (random, count) =>
            [
                .. Enumerable
                    .Range(0, 4)
                    .Select(_ => new Question(
                        Sample.Icb,
                        new DateOnly(2022, 3, 20).AddDays(random.Next(420)),
                        random.Next(count)
                    )),
            ]
    );

    [Fact]
    public void What_is_stated_is_what_the_reference_says()
    {
        var seen = new HashSet<StatedAnswer>();
        History.Hold(
            Histories,
            history =>
            {
                foreach (var question in history.Questions)
                {
                    var answer = Answer(history, question);
                    Assert.Equal(Reference(history, question), answer.Select(Line));
                    seen.UnionWith(answer.Select(f => f.Answer));
                }
            }
        );
        Assert.Equal([StatedAnswer.Uncertain, StatedAnswer.Yes], seen.Order());
    }

    public static TheoryData<string> Mistakes => ["retracted count", "uncorrected", "other scope", "later periods"];

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void A_reference_that_is_wrong_on_purpose_is_seen(string mistake)
    {
        var smallest = History.SmallestAgainst(
            Histories,
            h => h.Questions.All(q => Reference(h, q, mistake).SequenceEqual(Answer(h, q).Select(Line)))
        );
        Assert.NotNull(smallest);
        Assert.True(smallest.Entries.Count <= 5, $"{smallest}");
    }

    [Fact]
    public void What_no_document_states_of_the_last_period_is_named_for_whom_something_is_stated()
    {
        var record = SmallRecord
            .OfAnIcb()
            .Told(
                Sample.Icb,
                Sample.Finances("2023/24", FinancialBalance.Deficit),
                Sample.Finances("2022/23", FinancialBalance.Surplus, Concerning.Organisation)
            );
        var stated = FinancialPosition.On(record.At().TimelineOf(Sample.Icb)!, new DateOnly(2024, 3, 31));

        var (scope, period, missing) = Assert.Single(FinancialPosition.NotStated(stated));
        Assert.Equal((Concerning.System, "2023/24"), (scope, period.Stored));
        Assert.Equal(Enum.GetValues<FinancialFigure>().Except([FinancialFigure.Outturn]), missing);
    }

    [Fact]
    public void Every_figure_that_is_stated_is_told_by_its_own_words_and_no_other()
    {
        var plain = Sample.Finances("2023/24", FinancialBalance.Deficit) with { Outturn = null };
        (FinancialPositionStated Stated, FinancialFigure Figure, string Value, long? Amount)[] each =
        [
            (plain with { Plan = new(FinancialBalance.Breakeven) }, FinancialFigure.Plan, "breakeven", null),
            (plain with { RevisedPlan = new(FinancialBalance.Deficit, 3) }, FinancialFigure.RevisedPlan, "deficit", 3),
            (plain with { Outturn = new(FinancialBalance.Surplus, 4) }, FinancialFigure.Outturn, "surplus", 4),
            (plain with { AgainstPlan = AgainstPlan.AsPlanned }, FinancialFigure.AgainstPlan, "as planned", null),
            (
                plain with
                {
                    Efficiency = EfficiencyDelivered.OverDelivered,
                },
                FinancialFigure.Efficiency,
                "over delivered",
                null
            ),
            (
                plain with
                {
                    RecurrentEfficiency = EfficiencyDelivered.UnderDelivered,
                },
                FinancialFigure.RecurrentEfficiency,
                "under delivered",
                null
            ),
            (plain with { Agency = AgainstCeiling.Above }, FinancialFigure.Agency, "above", null),
            (plain with { RunningCosts = AgainstCeiling.Within }, FinancialFigure.RunningCosts, "within", null),
            (plain with { Capital = AgainstCeiling.Above }, FinancialFigure.Capital, "above", null),
            (plain with { NonRecurrentSupport = false }, FinancialFigure.NonRecurrentSupport, "not received", null),
        ];
        Assert.Equal(Enum.GetValues<FinancialFigure>(), each.Select(e => e.Figure));
        Assert.All(each, e => Assert.Equal([(e.Figure, e.Value, e.Amount)], e.Stated.Figures()));
        Assert.Throws<BadInputException>(plain.CheckInput);
    }

    private static IReadOnlyList<StatedFigure> Answer(History history, Question question)
    {
        var timelines = new RecordTimelines();
        timelines.Apply(history.Entries);
        return timelines.At(question.Known).TimelineOf(question.Organisation) is { } timeline
            ? FinancialPosition.On(timeline, question.On)
            : [];
    }

    private static string Line(StatedFigure figure) =>
        $"{figure.Scope} {figure.Period.Stored} {figure.Figure} {figure.Answer} {string.Join("|", figure.Values)} {string.Join("|", figure.Amounts)} {string.Join(",", figure.Entries.Select(e => e.Place))}";

    // Figure by figure, period by period: every entry is asked whether it counts and says it.
    private static IEnumerable<string> Reference(History history, Question question, string? mistake = null)
    {
        Entry[] known = [.. history.Entries.Where(e => e.Place <= question.Known)];
        bool Counts(Entry e) =>
            mistake == "retracted count"
            || !known.Any(r => r.Event is EntryRetracted retraction && retraction.Target == e.Id && Counts(r));
        FinancialPositionStated Believed(Entry e) =>
            known
                .Where(c => c.Event is EntryCorrected correction && correction.Target == e.Id && Counts(c))
                .Select(c => (FinancialPositionStated)((EntryCorrected)c.Event).Replacement)
                .LastOrDefault(_ => mistake != "uncorrected")
            ?? (FinancialPositionStated)e.Event;
        var stated = known
            .Where(e => e.Event is FinancialPositionStated && Counts(e))
            .Select(e => (e.Place, Content: Believed(e)))
            .ToArray();
        var periods = stated
            .Select(s => s.Content.Decision.Effective)
            .Distinct()
            .Where(p => mistake == "later periods" || p.Earliest <= question.On)
            .OrderByDescending(p => p.Latest)
            .ThenByDescending(p => p.Earliest);
        foreach (var period in periods)
        {
            foreach (var scope in new[] { Concerning.Organisation, Concerning.System })
            {
                foreach (
                    var (figure, read) in new (FinancialFigure, Func<FinancialPositionStated, (string?, long?)>)[]
                    {
                        (FinancialFigure.Plan, c => (c.Plan?.Balance.ToString(), c.Plan?.Amount)),
                        (FinancialFigure.Outturn, c => (c.Outturn?.Balance.ToString(), c.Outturn?.Amount)),
                        (
                            FinancialFigure.NonRecurrentSupport,
                            c =>
                                (
                                    c.NonRecurrentSupport switch
                                    {
                                        true => "received",
                                        false => "not received",
                                        null => null,
                                    },
                                    null
                                )
                        ),
                    }
                )
                {
                    var says = stated
                        .Where(s => s.Content.Decision.Effective == period)
                        .Where(s => mistake == "other scope" || s.Content.Scope == scope)
                        .Select(s => (s.Place, Said: read(s.Content)))
                        .Where(s => s.Said.Item1 is not null)
                        .ToArray();
                    if (says.Length > 0)
                    {
                        var values = says.Select(s => s.Said.Item1!.ToLowerInvariant()).Distinct().ToArray();
                        var amounts = says.Where(s => s.Said.Item2 is not null)
                            .Select(s => s.Said.Item2)
                            .Distinct()
                            .ToArray();
                        yield return $"{scope} {period.Stored} {figure} {(values.Length > 1 || amounts.Length > 1 ? "Uncertain" : "Yes")} {string.Join("|", values)} {string.Join("|", amounts)} {string.Join(",", says.Select(s => s.Place))}";
                    }
                }
            }
        }
    }

    private static IReadOnlyList<Entry> Entries(int seed)
    {
        var random = new Random(seed);
        var entries = new List<Entry>();
        Add(Sample.Registered(Sample.Icb));
        for (var left = random.Next(1, 12); left > 0; left--)
        {
            var earlier = entries[random.Next(entries.Count)];
            Add(
                random.Next(5) switch
                {
                    0 when earlier.Event is FinancialPositionStated => Sample.Corrected(earlier.Id, Any()),
                    1 when earlier.Place > 0 => Sample.Retracted(earlier.Id),
                    _ => Any(),
                }
            );
        }

        return entries;

        FinancialPositionStated Any()
        {
            FinancialResult? Result() =>
                random.Next(2) == 0
                    ? null
                    : new(
                        random.Next(2) == 0 ? FinancialBalance.Surplus : FinancialBalance.Deficit,
                        random.Next(3) == 0 ? random.Next(1, 3) : null
                    );
            return new(
                Sample.Decision(Periods[random.Next(Periods.Length)]) with
                {
                    Source = Sample.Publication,
                },
                random.Next(2) == 0 ? Concerning.Organisation : Concerning.System,
                Plan: Result(),
                Outturn: Result(),
                NonRecurrentSupport: random.Next(3) switch
                {
                    0 => true,
                    1 => false,
                    _ => null,
                }
            );
        }

        void Add(Event content) =>
            entries.Add(
                new(
                    entries.Count,
                    SmallRecord.IdAt(entries.Count),
                    SubjectId.Of(Sample.Icb),
                    entries.Count + 1,
                    new DateTimeOffset(2024, 5, 10, 11, 0, 0, TimeSpan.Zero).AddMinutes(entries.Count),
                    "alex",
                    content
                )
            );
    }
}
