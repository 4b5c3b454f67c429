using Oversight.Projections.AuditHistory;
using Oversight.Projections.Notifications;
using Oversight.Projections.Questions;
using Oversight.Projections.Registers;
using Oversight.Projections.Timelines;
using Oversight.Projections.Visibility;
using Oversight.Record;
using Oversight.Record.Catalogue;
using Oversight.Record.Challenges;
using Oversight.Record.Entries;
using Oversight.Record.Recovery;
using Oversight.Record.Segments;
using Oversight.Record.Telling;
using Oversight.Record.Tests.Given;
using Oversight.Record.Time;

namespace Oversight.Projections.Tests;

/// <summary>
/// What an organisation's own people see from when they were told by an entry of its own, what they see at once, and what becomes of their
/// challenges. Places of an ICB's record: the framework 0, the registration 1, the first that a test tells 2.
/// </summary>
public sealed class TellingTests
{
    private static readonly SubjectId Icb = SubjectId.Of(Sample.Icb);
    private static readonly SubjectId Engagement = SubjectId.OfRecovery("qoc-2024");
    private static readonly Dictionary<string, string> NoNames = [];

    [Fact]
    public void A_decision_is_seen_from_the_day_on_which_an_entry_says_that_it_was_communicated()
    {
        var record = Told();

        Assert.Equal([1L], Seen(record, "2024-04-09"));
        Assert.Equal([1L, 2, 3], Seen(record, "2024-04-10"));
        // As known before that was recorded nothing was communicated.
        Assert.Equal([1L], [.. Places(record.At(2).AsSeenBy(Sample.Icb, Day("2024-05-10")).TimelineOf(Icb))]);
        Assert.Equal(
            3,
            record.At().AsSeenBy(Sample.Icb, Day("2024-04-10")).Status(Sample.Icb, "2024-04-10")!.Segment.Number
        );
    }

    [Fact]
    public void What_somebody_is_told_of_names_organisations_and_entries_as_people_do()
    {
        var record = Told().Told(Sample.Icb, Sample.Retracted(IdAt(2)));
        var (told, retracted) = (Says(IdAt(3)), Says(record.Entries[^1].Id));

        Assert.StartsWith("“Segment ", told, StringComparison.Ordinal);
        Assert.Contains("” communicated to NHS QOC Integrated Care Board", told, StringComparison.Ordinal);
        Assert.Matches("^“Segment .*” retracted$", retracted);

        string Says(Guid entry) => NewsSeen.OfEntry(record.At(), Icb.Value, entry)!.Says;
    }

    [Fact]
    public void Told_in_a_month_it_is_seen_from_the_end_of_that_and_told_nobody_knows_when_never()
    {
        var month = Decided().Told(Sample.Icb, Communicated(2, "April 2024"));
        Assert.Equal([1L], Seen(month, "2024-04-29"));
        Assert.Equal([1L, 2, 3], Seen(month, "2024-04-30"));
        Assert.Equal([1L], Seen(Decided().Told(Sample.Icb, Communicated(2, "unknown")), "2199-12-31"));
    }

    [Fact]
    public void A_correction_after_the_telling_is_not_shown_nor_what_it_corrects_until_it_is_communicated_in_turn()
    {
        var record = Told().Told(Sample.Icb, Sample.Corrected(IdAt(2), Sample.Assigned(4, "2024-04-01")));
        Assert.Equal([1L, 3], Seen(record));

        record.Told(Sample.Icb, Communicated(2, "2024-05-05"));
        Assert.Equal([1L, 3], Seen(record, "2024-05-04"));
        Assert.Equal([1L, 2, 3, 5], Seen(record, "2024-05-05"));

        // Another correction, and taken back: what was told counts again.
        record.Told(Sample.Icb, Sample.Corrected(IdAt(4), Sample.Assigned(1, "2024-04-01")));
        Assert.Equal([1L, 3, 5], Seen(record));
        record.Told(Sample.Icb, Sample.Retracted(IdAt(6)));
        Assert.Equal([1L, 2, 3, 5], Seen(record));
        // And so does the first telling, where the corrected one is taken back.
        record.Told(Sample.Icb, Sample.Retracted(IdAt(5)));
        Assert.Equal([1L, 3], Seen(record));
        record.Told(Sample.Icb, Sample.Retracted(IdAt(4)));
        Assert.Equal([1L, 2, 3], Seen(record));
    }

    [Fact]
    public void A_telling_that_was_retracted_or_corrected_to_another_entry_tells_nothing()
    {
        Assert.Equal([1L], Seen(Told().Told(Sample.Icb, Sample.Retracted(IdAt(3)))));
        var record = Decided()
            .Told(
                Sample.Icb,
                Sample.Assigned(2, "2024-05-01"),
                Communicated(2, "2024-05-02"),
                Sample.Corrected(IdAt(4), Communicated(3, "2024-05-03"))
            );
        Assert.Equal([1L], Seen(record, "2024-05-02"));
        Assert.Equal([1L, 3, 4], Seen(record, "2024-05-03"));
    }

    [Fact]
    public void Only_those_who_were_told_see_it_and_only_of_what_concerns_them()
    {
        var record = Decided()
            .Told(Sample.OtherIcb, Sample.Registered(Sample.OtherIcb))
            .Told(
                Engagement,
                Sample.Entered("2024-04-01", Sample.Icb, Sample.Trust),
                new TargetExitRevised(Sample.Decision("2024-04-02"), Sample.Date("Q4 2024/25")),
                Communicated(4, "2024-04-10"),
                Communicated(5, "2024-04-10", Sample.Trust.Value, "cqc")
            )
            .Told(Sample.Icb, Communicated(2, "2024-04-10", Sample.OtherIcb.Value));
        IEnumerable<long> By(OdsCode organisation, SubjectId subject) =>
            Places(record.At().AsSeenBy(organisation, Day("2024-05-10")).TimelineOf(subject));

        Assert.Equal([4L, 6], By(Sample.Icb, Engagement));
        // It was not told that it is in.
        Assert.Empty(By(Sample.Trust, Engagement));
        Assert.Empty(By(Sample.OtherIcb, Engagement));
        Assert.Equal([1L], By(Sample.OtherIcb, Icb));
        Assert.Equal([1L], By(Sample.Icb, Icb));

        record.Told(Engagement, Communicated(4, "2024-04-11", Sample.Trust.Value));
        Assert.Equal([4L, 5, 7, 9], By(Sample.Trust, Engagement));
        Assert.Equal(1, record.At().AsSeenBy(Sample.Trust, Day("2024-05-10")).TimelineOf(Engagement)!.Version);
    }

    [Fact]
    public void What_an_organisation_agreed_to_it_sees_at_once()
    {
        var transition = new TransitionPlanAgreed(Sample.Decision("2024-04-03"), "Quarterly meetings.");
        var record = SmallRecord.OfAnIcb().Told(Engagement, Sample.Entered("2024-04-01", Sample.Icb), transition);
        IEnumerable<long> Seen() => Places(record.At().AsSeenBy(Sample.Icb, Day("2024-04-03")).TimelineOf(Engagement));
        // That it is in, it was not told, and then nothing in it is its own.
        Assert.Empty(Seen());
        record.Told(Engagement, Communicated(2, "2024-04-02", Sample.Icb.Value));
        Assert.Equal([2L, 3, 4], Seen());

        var set = SampleUndertakings.Subject;
        var given = SampleUndertakings
            .Organisations()
            .Told(
                set,
                SampleUndertakings.Accepted("2024-04-01"),
                new Record.Undertakings.UndertakingVaried(
                    Sample.Decision("2024-04-02"),
                    "1",
                    ["nhs-england", "RXW"],
                    null,
                    "Later."
                ),
                new Record.Undertakings.UndertakingVaried(
                    Sample.Decision("2024-04-02"),
                    "1",
                    ["nhs-england"],
                    null,
                    "Not theirs."
                )
            );
        var first = given.Entries.First(e => e.Subject == set).Place;
        Assert.Equal([first, first + 1], Places(given.At().AsSeenBy(Sample.Trust, Day("2024-05-10")).TimelineOf(set)));
    }

    [Fact]
    public void Versions_are_those_that_were_told_at_each_place()
    {
        var record = Told()
            .Told(
                Sample.Icb,
                Sample.Corrected(IdAt(2), Sample.Assigned(4, "2024-04-01")),
                Communicated(2, "2024-05-05"),
                Sample.Assigned(1, "2024-05-06")
            )
            .ToldBy("sam", Icb, Challenge(2, "2024-05-07"))
            .Told(Sample.Icb, Sample.Corrected(IdAt(2), Sample.Assigned(3, "2024-05-01")), Upheld(7, 8, "2024-05-08"));
        var last = record.At().AsSeenBy(Sample.Icb, Day("2024-05-10")).TimelineOf(Icb)!;

        for (var place = 0; place < record.Entries.Count; place++)
        {
            var then = record.At(place).AsSeenBy(Sample.Icb, Day("2024-05-10")).TimelineOf(Icb);
            Assert.Equal(then?.Version ?? 0, last.VersionAt(place));
        }

        Assert.Equal([1L, 2, 3, 5, 7, 9], Places(last));
    }

    [Fact]
    public void Of_a_challenge_that_is_upheld_the_correction_is_told_with_the_answer()
    {
        var record = Told()
            .ToldBy("sam", Icb, Challenge(2, "2024-05-01"))
            .Told(Sample.Icb, Sample.Corrected(IdAt(2), Sample.Assigned(2, "2024-04-01")));
        Assert.Equal([1L, 3, 4], Seen(record));

        record.Told(Sample.Icb, Upheld(4, 5, "2024-05-05"));
        Assert.Equal([1L, 2, 3, 4, 6], Seen(record, "2024-05-05"));
        Assert.Equal(
            2,
            record.At().AsSeenBy(Sample.Icb, Day("2024-05-10")).Status(Sample.Icb, "2024-05-10")!.Segment.Number
        );

        // Beside it stands what told of that, and not what had told of the wording before; nor does a register say so.
        var own = record.At().AsSeenBy(Sample.Icb, Day("2024-05-10"));
        var told = AuditHistory.AuditHistory.Of(own, Icb)!.Entries.Single(e => e.Place == 2).Told!;
        Assert.Equal([IdAt(6)], told.Select(t => t.Entry));
        Assert.Equal([$"{IdAt(2)} 2024-05-05"], Ask(own, "decisions", "entry,communicated", $"entry={IdAt(2)}"));
        // By places nothing is found: they would tell how much is not seen.
        Assert.Throws<BadInputException>(() => Ask(own, "decisions", "entry,communicated", "place=2"));

        // A later correction was told to nobody; nor is anything by an answer that names nothing that mends it.
        record.Told(Sample.Icb, Sample.Corrected(IdAt(2), Sample.Assigned(1, "2024-04-01")));
        Assert.Equal([1L, 3, 4, 6], Seen(record));
        var nothing = Decided().Told(Sample.Icb, Challenge(2, "2024-05-01"), Upheld(3, 2, "2024-05-02"));
        Assert.Equal([1L, 3, 4], Seen(nothing));
    }

    [Fact]
    public void Its_own_people_challenge_what_they_see_and_withdraw_it_and_answer_nothing()
    {
        var record = Told().Told(Sample.Icb, Sample.Assigned(1, "2024-05-02")).At();
        var people = Sights.OwnPeople(Sample.Icb, Day("2024-05-10"));
        string? Why(Event content) => people.MayNotLog(content, Icb, record.TimelineOf(Icb), record);
        EntryChallenged By(OdsCode organisation, string body) =>
            Challenge(2, "2024-05-01").With(d => d with { DecidedBy = new(body) }) with
            {
                Organisation = organisation,
            };

        Assert.Null(Why(By(Sample.Icb, "QOC")));
        Assert.Null(Why(new ChallengeWithdrawn(Sample.Decision("2024-05-02", "QOC"), IdAt(4), Sample.Icb)));
        Assert.NotNull(Why(By(Sample.OtherIcb, "QUA")));
        Assert.NotNull(Why(By(Sample.Icb, "nhs-england")));
        Assert.NotNull(Why(new ChallengeAcknowledged(Sample.Decision("2024-05-02", "QOC"), IdAt(4))));
        Assert.NotNull(Why(Upheld(4, 5, "2024-05-02")));
        Assert.NotNull(Why(Communicated(4, "2024-05-02")));
    }

    [Fact]
    public void Beside_an_entry_stands_who_was_told_and_what_became_of_its_challenges()
    {
        var record = Told()
            .ToldBy("sam", Icb, Challenge(2, "2024-05-01"))
            .Told(Sample.Icb, Because(new ChallengeNotUpheld(Sample.Decision("2024-05-02"), IdAt(4))))
            .ToldBy("sam", Icb, Challenge(2, "2024-05-03"))
            .Told(Sample.Icb, Sample.Corrected(IdAt(2), Sample.Assigned(2, "2024-04-01")));
        HistoryEntry Of(long place) =>
            AuditHistory.AuditHistory.Of(record.At(), Icb)!.Entries.First(e => e.Place == place);

        var entry = Of(2);
        Assert.Null(entry.Told);
        Assert.Equal(
            [(IdAt(4), ChallengeState.NotUpheld, "The letter says so."), (IdAt(6), ChallengeState.Made, null)],
            entry.Challenges!.Select(c => (c.Entry, c.State, c.Reason))
        );
        Assert.Null(Of(1).Challenges);

        record.Told(Sample.Icb, Upheld(6, 7, "2024-05-05"), Communicated(2, "2024-05-06", "QOC", "cqc"));
        Assert.Equal(
            [
                "communicated to QOC 5 May 2024 as their challenge was upheld",
                "communicated to QOC, cqc 6 May 2024 by letter",
            ],
            Of(2).Told!.Select(t => t.Words())
        );
        Assert.Equal((ChallengeState.Upheld, IdAt(7)), (Of(2).Challenges![^1].State, Of(2).Challenges![^1].MendedBy));
        Assert.EndsWith(
            $"(upheld 5 May 2024 by entry {IdAt(7)})",
            Of(2).Challenges![^1].Words(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void The_register_of_decisions_knows_what_was_not_communicated()
    {
        var record = Told()
            .Told(
                Sample.Icb,
                Sample.Published(2, "2023/24"),
                Sample.Assigned(2, "2024-05-01"),
                Sample.Corrected(IdAt(2), Sample.Assigned(4, "2024-04-01"))
            );
        string[] Missing() =>
            Ask(record, "decisions", "place,communicated,communicatedTo,missing", "missing=communicated");

        Assert.Equal(
            ["2 rationale; letter; evidence; communicated", "5 rationale; letter; evidence; communicated"],
            Missing()
        );
        record.Told(Sample.Icb, Communicated(2, "2024-05-06"));
        Assert.Equal(["5 rationale; letter; evidence; communicated"], Missing());
        Assert.Equal(
            ["2 2024-05-06 QOC rationale; letter; evidence"],
            Ask(record, "decisions", "place,communicated,communicatedTo,missing", "place=2")
        );
    }

    [Fact]
    public void What_became_of_a_challenge_is_asked_and_where_there_is_none_it_is_said_how_to_make_one()
    {
        var none = Question
            .Of("L15")
            .Ask(Told().At(), Day("2024-05-10"), new Dictionary<string, string?> { ["organisation"] = "QOC" });
        Assert.Empty(none.Rows);
        Assert.Contains(
            "logs a challenge that names the entry",
            Assert.Single(none.NotStated).Sentence,
            StringComparison.Ordinal
        );

        var record = Told().ToldBy("sam", Icb, Challenge(2, "2024-05-01"));
        const string columns = "saidWhenChallenged,says,wrong,state,daysWaiting,mendedBy";
        Assert.Equal(
            ["Segment 3 assigned from 1 April 2024 Segment 3 assigned from 1 April 2024 It is a month early. made 9"],
            Ask(record, "challenges", columns)
        );
        record.Told(
            Sample.Icb,
            new ChallengeAcknowledged(Sample.Decision("2024-05-02"), IdAt(4)),
            Sample.Corrected(IdAt(2), Sample.Assigned(3, "2024-05-01")),
            Upheld(4, 6, "2024-05-03")
        );
        Assert.Equal(
            [
                $"Segment 3 assigned from 1 April 2024 Segment 3 assigned from 1 May 2024 It is a month early. upheld {IdAt(6)}",
            ],
            Ask(record, "challenges", columns)
        );
        // Whoever made it is not told of the correction, which says why: neither is its id.
        Assert.Equal(
            ["Segment 3 assigned from 1 April 2024 Segment 3 assigned from 1 May 2024 It is a month early. upheld"],
            Ask(record.At().AsSeenBy(Sample.Icb, Day("2024-05-10")), "challenges", columns)
        );
        var seen = Question
            .Of("L15")
            .Ask(
                record.At().AsSeenBy(Sample.Icb, Day("2024-05-10")),
                Day("2024-05-10"),
                new Dictionary<string, string?>()
            );
        Assert.Single(seen.Rows);
        Assert.Empty(seen.NotStated);
    }

    private static SmallRecord Decided() => SmallRecord.OfAnIcb().Told(Sample.Icb, Sample.Assigned(3, "2024-04-01"));

    private static SmallRecord Told() => Decided().Told(Sample.Icb, Communicated(2, "2024-04-10"));

    private static EntryCommunicated Communicated(long place, string on, params string[] to) =>
        new(
            Sample.Decision("2024-04-10") with
            {
                Effective = Sample.Date(on),
            },
            IdAt(place),
            to is [] ? [Sample.Icb.Value] : to,
            HowCommunicated.Letter
        );

    private static EntryChallenged Challenge(long place, string on) =>
        new(Sample.Decision(on), IdAt(place), Sample.Icb, "It is a month early.");

    private static ChallengeUpheld Upheld(long challenge, long correction, string on) =>
        new(Sample.Decision(on), IdAt(challenge), IdAt(correction));

    private static T Because<T>(T content)
        where T : Event => content.With(d => d with { Rationale = "The letter says so." });

    private static string[] Ask(SmallRecord record, string register, string columns, params string[] filters) =>
        Ask(record.At(), register, columns, filters);

    private static string[] Ask(RecordAt record, string register, string columns, params string[] filters)
    {
        var answer = Register
            .Of(register)
            .Ask(
                record,
                Day("2024-05-10"),
                [.. filters.Select(f => Filter.Parse(f.Split('=')[0], f.Split('=')[1]))],
                [],
                columns.Split(',')
            );
        return
        [
            .. answer.Rows.Select(row =>
                string.Join(' ', answer.Columns.Select(c => c.Text(c.Of(row), NoNames)).Where(t => t.Length > 0))
            ),
        ];
    }

    private static Guid IdAt(long place) => SmallRecord.IdAt(place);

    private static DateOnly Day(string text) => DateWithPrecision.Parse(text).Latest;

    private static long[] Seen(SmallRecord record, string on = "2024-05-10") =>
        [.. Places(record.At().AsSeenBy(Sample.Icb, Day(on)).TimelineOf(Icb))];

    private static IEnumerable<long> Places(Record.Timelines.Timeline? timeline) =>
        timeline?.Recorded.Select(e => e.Place) ?? [];
}
