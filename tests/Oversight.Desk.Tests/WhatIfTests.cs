using System.Text.Json;
using Oversight.Desk.WhatIf;
using Oversight.Ledger;
using Oversight.Ledger.Proving;
using Oversight.Projections.Answers;
using Oversight.Projections.Timelines;
using Oversight.Projections.Visibility;
using Oversight.Projections.WhatIf;
using Oversight.Proofs.Checkpoints;
using Oversight.Record;
using Oversight.Record.Catalogue;
using Oversight.Record.Corrections;
using Oversight.Record.Entries;
using Oversight.Record.Frameworks;
using Oversight.Record.Organisations;
using Oversight.Record.People;
using Oversight.Record.Recovery;
using Oversight.Record.Segments;
using Oversight.Record.Telling;
using Oversight.Record.Time;

namespace Oversight.Desk.Tests;

/// <summary>What is foretold is what is so once it is decided; and nothing is written for being asked.</summary>
public sealed class WhatIfTests(LoadedRecord loaded) : IClassFixture<LoadedRecord>
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly LoggedBy National = new("user:national", Grants.OfTheProgram);
    private static readonly DateOnly On = new(2024, 6, 1);

    public static TheoryData<string> Stories =>
        ["a segment", "a finding", "a programme", "a system", "a correction", "an end"];

    [Theory]
    [MemberData(nameof(Stories))]
    public async Task What_is_foretold_is_what_is_otherwise_once_the_same_is_logged(string story)
    {
        var before = await loaded.Record.Live.AtAsync(null, None);
        var decisions = Story(story, before);
        var answer = WhatIfAnswer.Of(before, Supposed(decisions), On, loaded.Record.Clock.GetUtcNow(), "user:national");
        Assert.All(answer.Decisions, decision => Assert.False(decision.Refused));
        Assert.NotEmpty(answer.Organisations);

        var logged = new List<Guid>();
        foreach (var (subject, content) in decisions)
        {
            var now = await loaded.Record.Live.AtAsync(null, None);
            var receipt = await loaded.Record.Desk.LogAsync(
                new LogDecision(subject, content),
                now.TimelineOf(subject)?.Version ?? 0,
                National,
                None
            );
            logged.Add(Assert.Single(receipt.Entries).Id);
        }

        var after = await loaded.Record.Live.AtAsync(null, None);
        // Of everybody, so that none was left out whom it touches.
        Assert.Equal(Json(Foretold.Between(before, after, On, about: null)), Json(answer.Organisations));
        foreach (var (outcome, (subject, _), entry) in answer.Decisions.Zip(decisions, logged))
        {
            Assert.Equal(
                after
                    .FindingsOf(subject)
                    .Where(finding => finding.Entry == entry)
                    .Select(finding => new ForetoldBreach(finding.Rule, finding.Sentence, finding.Breach, false)),
                outcome.Breaches
            );
        }

        Assert.Equal(story == "a finding", answer.Decisions.Any(decision => decision.Breaches.Count > 0));
    }

    [Fact]
    public async Task Nothing_is_written_and_the_root_shows_it()
    {
        var folder = Directory.CreateTempSubdirectory("oversight-what-if-").FullName;
        var keys = loaded.Record.KeysIn(folder);
        await keys.EnsureAsync("oversight.example/what-if", None);
        await using var connections = RecordStore.CreateDataSource(loaded.Database.Settings.Program);
        await new Integrator(connections).IntegrateAsync(keys, cancellation: None);
        var rows = await RowsAsync();
        var record = await loaded.Record.Live.AtAsync(null, None);

        var answer = await WhatIfAnswer.OfAsync(
            loaded.Record,
            record,
            Supposed([(Decisions.Subject("QWE"), Assigned(4))]),
            On,
            "user:national",
            None
        );

        Assert.NotEmpty(answer.Organisations);
        Assert.Equal(record.Place + 1, answer.Before!.Entries);
        Assert.NotNull(answer.Before.Root);
        Assert.Equal(answer.Before, answer.After);
        // Whatever had been written would be signed by now, and the checkpoint another.
        await new Integrator(connections).IntegrateAsync(keys, cancellation: None);
        var signed = Checkpoint.Parse((await loaded.Record.Proofs.CheckpointAsync(None))!.Text);
        Assert.Equal(
            (answer.Before.Entries, answer.Before.Size, answer.Before.Root),
            (signed.Size, signed.Size, $"{signed.Root}")
        );
        Assert.Equal(rows, await RowsAsync());
        Assert.Equal(record.Place, (await loaded.Record.Live.AtAsync(null, None)).Place);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_decision_that_a_rule_refuses_is_told_with_the_rule_and_supposed_no_further()
    {
        var record = await loaded.Record.Live.AtAsync(null, None);
        var today = London.Today(loaded.Record.Clock);
        var live = new Decision(DateWithPrecision.Day(today), DateWithPrecision.Day(today), new DecidedBy("cqc"));

        var answer = WhatIfAnswer.Of(
            record,
            Supposed([(Decisions.Subject("QNQ"), new SegmentAssigned(live, 4))]),
            today,
            loaded.Record.Clock.GetUtcNow(),
            "user:national"
        );

        var refused = Assert.Single(answer.Decisions);
        Assert.True(refused.Refused);
        Assert.Contains(refused.Breaches, breach => breach is { Refuses: true, Sentence.Length: > 0 });
        Assert.Empty(answer.Organisations);
    }

    [Fact]
    public async Task The_record_is_read_by_another_framework_version()
    {
        var record = await loaded.Record.Live.AtAsync(null, None);
        WhatIfAnswer By(string version) =>
            WhatIfAnswer.Of(record, new(Framework: version), On, loaded.Record.Clock.GetUtcNow(), "user:national");

        Assert.Empty(By("nof-2022-23").Organisations);
        var boards = By("nof-2025-26").Organisations;
        Assert.Equal(42, boards.Count(one => record.RegistrationOf(one.Ods)!.Kind == OrganisationKind.Icb));
        Assert.All(
            boards,
            one =>
                Assert.Contains(
                    one.Differences.Where(difference => difference.What == "Segment")
                        .SelectMany(difference => difference.Aspects),
                    aspect => aspect.After?.Contains("not segmented", StringComparison.OrdinalIgnoreCase) == true
                )
        );
        Assert.Equal("framework", Assert.Throws<BadInputException>(() => By("nof-1999-00")).Field);
    }

    [Fact]
    public async Task Who_sees_some_of_the_record_supposes_on_that_and_is_told_no_more()
    {
        var proposed = new SegmentProposed(
            Decisions.Decided("2024-05-02", "nhs-england-Y61") with
            {
                Origin = Origin.BackDated,
                Rationale = "Kept from them.",
            },
            3
        );
        var receipt = await loaded.Record.Desk.LogAsync(
            new LogDecision(Decisions.Subject("QHG"), proposed),
            (await loaded.Record.Live.AtAsync(null, None)).VersionOf("QHG"),
            National,
            None
        );
        var whole = await loaded.Record.Live.AtAsync(null, None);
        var own = whole.AsSeenBy(new Sight(new([new Grant(Role.Lead, Organisation: Decisions.Ods("QHG"))]), On));

        // To suppose that they were told of it tells them nothing of it, nor that it is there.
        string Told(Guid entry) =>
            Asking(own, new EntryCommunicated(Decisions.Decided("2024-05-03"), entry, ["QHG"], HowCommunicated.Letter))
                .Replace($"{entry}", "", StringComparison.Ordinal);
        var kept = Told(receipt.Entries[0].Id);
        Assert.DoesNotContain("Kept from them", kept, StringComparison.Ordinal);
        Assert.Equal(Told(Guid.Parse("0191f0a4-5f2a-7c6e-9d57-0d8f6a1f2b3c")), kept);

        // What they suppose they see, with no place of it.
        var answer = await WhatIfAnswer.OfAsync(
            loaded.Record,
            own,
            Supposed([(Decisions.Subject("QHG"), Assigned(2))]),
            On,
            "user:own",
            None
        );
        Assert.Contains(answer.Organisations, one => one.Ods == Decisions.Ods("QHG"));
        Assert.Null(answer.Place);
        Assert.Null(answer.Before);
    }

    [Fact]
    public async Task Beside_a_proposal_stands_what_agreeing_it_would_do_until_it_is_answered()
    {
        var subject = Decisions.Subject("QU9");
        var proposed = new SegmentProposed(
            Decisions.Decided("2024-05-02", "nhs-england-Y59") with
            {
                Origin = Origin.BackDated,
            },
            1
        );
        var receipt = await LogAsync(subject, proposed);
        var open = await loaded.Record.Live.AtAsync(null, None);
        var foretold = IfAgreed.Of(open, subject, receipt.Entries[0].Id, Noon(2024, 5, 10))!;

        var before = Assert.Single(foretold.Organisations).Differences;
        Assert.Contains(before.SelectMany(one => one.Aspects), aspect => aspect.After?.StartsWith('1') == true);
        Assert.Null(IfAgreed.Of(open, subject, Guid.Empty, Noon(2024, 5, 10)));

        await loaded.Record.Desk.LogAsync(
            new LogDecision(
                subject,
                new SegmentAgreed(
                    Decisions.Decided("2024-05-02") with
                    {
                        Origin = Origin.BackDated,
                    },
                    receipt.Entries[0].Id,
                    1
                )
            ),
            open.VersionOf("QU9"),
            new LoggedBy("user:another", Grants.OfTheProgram),
            None
        );
        var answered = await loaded.Record.Live.AtAsync(null, None);
        Assert.Null(IfAgreed.Of(answered, subject, receipt.Entries[0].Id, Noon(2024, 5, 10)));
        Assert.Equal(Json(foretold.Organisations), Json(Foretold.Between(open, answered, foretold.On, [subject])));
    }

    private static DateTimeOffset Noon(int year, int month, int day) => new(year, month, day, 12, 0, 0, TimeSpan.Zero);

    private async Task<Receipt> LogAsync(SubjectId subject, Event content) =>
        await loaded.Record.Desk.LogAsync(
            new LogDecision(subject, content),
            (await loaded.Record.Live.AtAsync(null, None)).TimelineOf(subject)?.Version ?? 0,
            National,
            None
        );

    // Each about others, so that none is in another's way.
    private static IReadOnlyList<(SubjectId Subject, Event Content)> Story(string story, RecordAt record)
    {
        static Decision BackDated(string day) => Decisions.Decided(day) with { Origin = Origin.BackDated };
        return story switch
        {
            "a segment" => [(Decisions.Subject("QOC"), Assigned(2))],
            // Nobody entered it into the programme.
            "a finding" => [(Decisions.Subject("QMM"), Assigned(4))],
            "a programme" =>
            [
                (Decisions.Subject("QJK"), Assigned(4)),
                (
                    SubjectId.OfRecovery("supposed"),
                    new RecoveryEntered(BackDated("2024-05-01"), "Supposed", [Decisions.Ods("QJK")])
                ),
            ],
            "a system" => [(Decisions.Subject("RXW"), new SystemJoined(BackDated("2024-05-01"), Decisions.Ods("QHL")))],
            "a correction" =>
            [
                (
                    Decisions.Subject("QUA"),
                    new EntryCorrected(
                        Decisions.Decided("2024-05-01"),
                        Published(record, "QUA").Id,
                        Published(record, "QUA").Content with
                        {
                            Segment = 1,
                        }
                    )
                ),
            ],
            _ =>
            [
                (
                    Decisions.Subject("R1K"),
                    new OrganisationSucceeded(
                        BackDated("2024-04-15"),
                        [new Successor(Decisions.Ods("RA2"), SuccessionKind.Merger)]
                    )
                ),
            ],
        };
    }

    private static (Guid Id, SegmentPublished Content) Published(RecordAt record, string ods)
    {
        var entry = record.TimelineOf(Decisions.Ods(ods))!.Of<SegmentPublished>().Last();
        return (entry.Id, entry.Content);
    }

    private static SegmentAssigned Assigned(int segment) =>
        new(Decisions.Decided("2024-05-01") with { Origin = Origin.BackDated }, segment);

    private static Supposition Supposed(IReadOnlyList<(SubjectId Subject, Event Content)> decisions) =>
        new([
            .. decisions.Select(decision => new SupposedDecision(
                decision.Subject.Value,
                EventCatalogue.NameOf(decision.Content),
                JsonSerializer.SerializeToElement(decision.Content, decision.Content.GetType(), EventCatalogue.Json)
            )),
        ]);

    // What is answered, or said instead.
    private string Asking(RecordAt seen, Event content)
    {
        try
        {
            return Json(
                WhatIfAnswer.Of(
                    seen,
                    Supposed([(Decisions.Subject("QHG"), content)]),
                    On,
                    loaded.Record.Clock.GetUtcNow(),
                    "user:own"
                )
            );
        }
        catch (BadInputException e)
        {
            return e.Message;
        }
    }

    private static string Json(object answer) => JsonSerializer.Serialize(answer, AnswerJson.Options);

    private Task<string> RowsAsync() =>
        loaded.Database.AskAsync<string>(
            """
            select string_agg(t.name || '=' || (xpath('/row/c/text()', query_to_xml('select count(*) as c from ' || t.name, false, true, '')))[1]::text, E'\n' order by t.name)
            from (select format('%I.%I', schemaname, relname) as name from pg_stat_user_tables) t
            """
        );
}
