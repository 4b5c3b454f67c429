using Oversight.Record;
using Oversight.Record.Catalogue;
using Oversight.Record.Deciding;
using Oversight.Record.Entries;
using Oversight.Record.Organisations;
using Oversight.Record.People;
using Oversight.Record.Segments;
using Oversight.Record.Time;

namespace Oversight.Desk.Tests;

/// <summary>What logging a decision would do is said before it is done, and says no more than doing it.</summary>
public sealed class ForeseeingTests(LoadedRecord loaded) : IClassFixture<LoadedRecord>
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly LoggedBy National = new("user:national", new([new Grant(Role.National)]));
    private static readonly LoggedBy OfRegion = new("user:region", new([new Grant(Role.Region, Region.Of("Y60"))]));

    private DecisionDesk Desk => loaded.Record.Desk;

    [Fact]
    public async Task Every_rule_that_refuses_is_named_the_first_being_the_one_that_logging_names()
    {
        var before = (await loaded.Record.Live.AtAsync(null, None)).Place;
        // An ICB is in no segment under the framework of 2026, and the body did not exist then.
        var command = Of("QOC", new SegmentAssigned(Live("2026-11-20", "nhs-improvement"), 4));

        var foreseen = await Desk.ForeseeAsync(command, National with { Grants = Grants.OfTheProgram }, None);

        Assert.True(foreseen.IsRefused);
        Assert.True(foreseen.Breaches.Count(breach => breach.Refuses) >= 2);
        var refused = await Assert.ThrowsAsync<RuleRefusedException>(() =>
            LogAsync(command, National with { Grants = Grants.OfTheProgram })
        );
        Assert.Equal(refused.Rule.Name, foreseen.Breaches.First(breach => breach.Refuses).Rule.Name);
        Assert.Equal(before, (await loaded.Record.Live.AtAsync(null, None)).Place);
    }

    [Fact]
    public async Task What_is_back_dated_is_only_reported_of_and_the_findings_are_those_of_the_stored_entry()
    {
        var decision = Live("2026-11-19", "nhs-improvement") with { Origin = Origin.BackDated };
        var command = Of("QPM", new SegmentAssigned(decision, 3));

        var foreseen = await Desk.ForeseeAsync(command, National, None);
        var receipt = await LogAsync(command, National);

        Assert.False(foreseen.IsRefused);
        var found = (await loaded.Record.Live.AtAsync(null, None))
            .FindingsOf(command.Subject)
            .Where(finding => finding.Entry == receipt.Entries[0].Id)
            .Select(finding => (finding.Rule, finding.Breach));
        Assert.Equal(found, foreseen.Breaches.Select(breach => (breach.Rule.Name, breach.Words)));
        Assert.NotEmpty(foreseen.Breaches);
        Assert.Equal(receipt.Entries[0].Id, (await Desk.ForeseeAsync(command, National, None)).Already);
    }

    [Fact]
    public async Task Who_may_not_log_it_is_told_no_more_of_it_than_by_logging()
    {
        foreach (var ods in new[] { "QOX", "RZZ" })
        {
            var command = Of(ods, new SegmentAssigned(Live("2026-11-20", "nhs-england-Y60"), 3));
            var foreseen = await Xunit.Record.ExceptionAsync(() => Desk.ForeseeAsync(command, OfRegion, None));
            var logged = await Xunit.Record.ExceptionAsync(() => LogAsync(command, OfRegion));
            Assert.NotNull(foreseen);
            Assert.Equal((logged?.GetType(), logged?.Message), (foreseen.GetType(), foreseen.Message));
        }
    }

    [Fact]
    public async Task The_kinds_to_log_are_those_of_the_role_about_the_subject()
    {
        var ofBoard = await Desk.KindsToLogAsync(SubjectId.Of(OdsCode.Parse("QOC")), OfRegion, None);
        Assert.Contains(ofBoard, kind => kind.Word == "segment-review");
        Assert.DoesNotContain(ofBoard, kind => kind.Begins);
        Assert.DoesNotContain(ofBoard, kind => kind.Word == "exit");
        Assert.Empty(await Desk.KindsToLogAsync(SubjectId.Of(OdsCode.Parse("QOX")), OfRegion, None));

        var own = new LoggedBy("user:own", new([new Grant(Role.Lead, Organisation: OdsCode.Parse("QOC"))]));
        Assert.All(
            await Desk.KindsToLogAsync(SubjectId.Of(OdsCode.Parse("QOC")), own, None),
            kind => Assert.True(kind.IsSaidByOrganisations)
        );
        var auditor = new LoggedBy("user:auditor", new([new Grant(Role.Auditor)]));
        Assert.Empty(await Desk.KindsToLogAsync(SubjectId.Of(OdsCode.Parse("QOC")), auditor, None));
    }

    private static LogDecision Of(string ods, Event content) => new(SubjectId.Of(OdsCode.Parse(ods)), content);

    private static Decision Live(string day, string body) =>
        new(DateWithPrecision.Parse(day), DateWithPrecision.Parse(day), new DecidedBy(body)) { Rationale = "A test." };

    private async Task<Oversight.Ledger.Receipt> LogAsync(LogDecision command, LoggedBy by)
    {
        var record = await loaded.Record.Live.AtAsync(null, None);
        return await Desk.LogAsync(command, record.TimelineOf(command.Subject)?.Version ?? 0, by, None);
    }
}
