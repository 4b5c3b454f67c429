using Oversight.Ledger;
using Oversight.Record;
using Oversight.Record.Catalogue;
using Oversight.Record.Corrections;
using Oversight.Record.Deciding;
using Oversight.Record.Frameworks;
using Oversight.Record.Organisations;
using Oversight.Record.People;
using Oversight.Record.Segments;

namespace Oversight.Desk.Tests;

/// <summary>Decisions that are taken together.</summary>
public sealed class DraftTests(LoadedRecord loaded) : IClassFixture<LoadedRecord>
{
    private static readonly LoggedBy User = new("user:1", Grants.OfTheProgram);

    private LiveRecord Live => loaded.Record.Live;

    [Fact]
    public async Task Each_decision_sees_those_before_it_and_all_are_stored_as_they_were_drafted()
    {
        var draft = await NewDraftAsync();
        // Streams in an order that is not theirs in the record.
        draft.Take(Decisions.Register("RB2"));
        draft.Take(Decisions.Register("RB1"));
        draft.Take(Decisions.Assign("RB2", 4, "2024-05-01"));
        draft.Take(Decisions.Assign("RB1", 3, "2024-05-01"));
        // Only true with what was drafted: RB2 is in segment 4, and RB1 exists.
        draft.Take(
            new LogDecision(SubjectId.Of(Decisions.Ods("RB2")), new SegmentReviewed(Decisions.Decided("2024-06-01"), 4))
        );
        draft.Take(
            new LogDecision(
                SubjectId.Of(Decisions.Ods("RB2")),
                new OrganisationSucceeded(
                    Decisions.Decided("2024-09-01"),
                    [new Successor(Decisions.Ods("RB1"), SuccessionKind.Merger)]
                )
            )
        );
        var assigned = draft.Entries[2].Id;
        draft.Take(
            new LogDecision(
                Decisions.Subject("RB2"),
                new EntryCorrected(
                    Decisions.Decided("2024-07-01"),
                    assigned,
                    new SegmentAssigned(Decisions.Decided("2024-05-02"), 4)
                )
            )
        );
        var before = await loaded.Store.LastPlaceAsync();

        var receipt = await loaded.Record.Desk.LogAsync(draft, User);

        Assert.Equal(7, receipt.Entries.Count);
        Assert.Equal(
            Enumerable.Range(0, 7).Select(number => before + 1 + number),
            receipt.Entries.Select(line => line.Place)
        );
        Assert.Equal(
            draft.Entries.Select(entry => (entry.Subject.Value, entry.Version, entry.Id)).Order(),
            receipt.Entries.Select(line => (line.Stream, line.Version, line.Id)).Order()
        );
        var record = await Live.AtAsync(known: null, CancellationToken.None);
        foreach (var subject in new[] { Decisions.Subject("RB1"), Decisions.Subject("RB2") })
        {
            Assert.Equal(
                draft
                    .Entries.Where(entry => entry.Subject == subject)
                    .Select(entry => EventCatalogue.Write(entry.Event)),
                record.TimelineOf(subject)!.Recorded.Select(entry => EventCatalogue.Write(entry.Event))
            );
            // What is drafted breaks no rule that refuses; that segment 4 has no engagement beside it is only ever found.
            Assert.All(
                record.SituationOf(subject, DateTimeOffset.MinValue, "alex").Findings(),
                finding => Assert.Equal("segment-without-recovery", finding.Rule)
            );
        }

        Assert.Equal(assigned, record.TimelineOf(Decisions.Ods("RB2"))!.Entries.Single(e => e.InForce is not null).Id);
    }

    [Fact]
    public async Task A_drafted_framework_judges_what_is_drafted_after_it()
    {
        var draft = await NewDraftAsync();
        draft.Take(Decisions.Register("RB3"));
        var assign = Decisions.Assign("RB3", 7, "2026-05-01");
        Assert.Equal("segment-of-framework", Assert.Throws<RuleRefusedException>(() => draft.Take(assign)).Rule.Name);

        draft.Take(
            new LogDecision(
                SubjectId.OfFramework("drafted-2026-27"),
                new FrameworkPublished(
                    Decisions.Decided("2026-04-01"),
                    new FrameworkVersion(
                        "drafted-2026-27",
                        "A framework made up here",
                        "2026/27",
                        [new FrameworkSegment(7, "Seven"), new FrameworkSegment(8, "Eight")],
                        [OrganisationKind.NhsTrust],
                        8,
                        "Programme",
                        ["nhs-england"]
                    )
                )
            )
        );
        draft.Take(assign);

        Assert.Equal(3, draft.Entries.Count);
        Assert.Null((await Live.AtAsync(known: null, CancellationToken.None)).TimelineOf(Decisions.Ods("RB3")));
    }

    [Fact]
    public async Task A_decision_that_is_refused_leaves_the_draft_as_it_was()
    {
        var draft = await NewDraftAsync();
        draft.Take(Decisions.Register("RB4"));
        Assert.Throws<RuleRefusedException>(() => draft.Take(Decisions.Register("RB4")));
        Assert.Throws<RuleRefusedException>(() =>
            draft.Take(Decisions.Assign("RB4", 4, "2024-05-01", "nhs-england-Y60"))
        );
        Assert.Throws<UnknownSubjectException>(() => draft.Take(Decisions.Assign("RB5", 2, "2024-05-01")));
        Assert.Single(draft.Entries);
        Assert.Equal(1, draft.TimelineOf(Decisions.Subject("RB4"))!.Version);
    }

    [Fact]
    public async Task When_one_subject_has_moved_nothing_of_the_draft_is_stored()
    {
        var draft = await NewDraftAsync();
        draft.Take(Decisions.Register("RB6"));
        draft.Take(Decisions.Assign("QYG", 2, "2024-05-01"));
        var version = (await Live.AtAsync(known: null, CancellationToken.None)).VersionOf("QYG");
        await loaded.Record.Desk.LogAsync(
            Decisions.Assign("QYG", 4, "2024-05-02"),
            version,
            User,
            CancellationToken.None
        );

        var conflict = await Assert.ThrowsAsync<VersionConflictException>(() =>
            loaded.Record.Desk.LogAsync(draft, User)
        );

        Assert.Equal(("organisation-QYG", version, version + 1), (conflict.Stream, conflict.Expected, conflict.Actual));
        var record = await Live.AtAsync(known: null, CancellationToken.None);
        Assert.Null(record.TimelineOf(Decisions.Ods("RB6")));
        Assert.Equal(version + 1, record.VersionOf("QYG"));
    }

    [Fact]
    public async Task A_draft_under_a_key_is_stored_once_and_another_one_under_it_is_a_conflict()
    {
        var by = User with { IdempotencyKey = "draft" };
        var place = (await Live.AtAsync(known: null, CancellationToken.None)).Place;
        Draft Drafted(string ods)
        {
            var draft = new Draft(Live.Timelines.At(place), TimeProvider.System.GetUtcNow(), "alex");
            draft.Take(Decisions.Register(ods));
            draft.Take(Decisions.Assign(ods, 2, "2024-05-01"));
            return draft;
        }

        var first = await loaded.Record.Desk.LogAsync(Drafted("RB7"), by);
        var again = await loaded.Record.Desk.LogAsync(Drafted("RB7"), by);
        Assert.True(again.Repeated);
        Assert.Equal(first.Entries, again.Entries);

        await Assert.ThrowsAsync<IdempotencyConflictException>(() => loaded.Record.Desk.LogAsync(Drafted("RB8"), by));
        Assert.Null((await Live.AtAsync(known: null, CancellationToken.None)).TimelineOf(Decisions.Ods("RB8")));
    }

    [Fact]
    public async Task A_draft_without_decisions_stores_nothing()
    {
        var place = await loaded.Store.LastPlaceAsync();
        var receipt = await loaded.Record.Desk.LogAsync(await NewDraftAsync(), User);

        Assert.Empty(receipt.Entries);
        Assert.Equal(place, await loaded.Store.LastPlaceAsync());
    }

    private async Task<Draft> NewDraftAsync() =>
        new(await Live.AtAsync(known: null, CancellationToken.None), TimeProvider.System.GetUtcNow(), "alex");
}
