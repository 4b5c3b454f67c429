using System.Text;
using System.Text.Json.Nodes;
using Oversight.Desk.Imports;
using Oversight.Desk.Suggestions;
using Oversight.Projections.Timelines;
using Oversight.Record;
using Oversight.Record.Catalogue;
using Oversight.Record.Commitments;
using Oversight.Record.Entries;
using Oversight.Record.Finance;
using Oversight.Record.People;
using Oversight.Record.Suggestions;
using Oversight.Record.Time;

namespace Oversight.Desk.Tests;

/// <summary>Suggestions beside a record that holds the reference data. Each test has a publication of its own.</summary>
public sealed class SuggestionTests(LoadedRecord loaded) : IClassFixture<LoadedRecord>
{
    private static readonly LoggedBy User = new("user:1", Grants.OfTheProgram);

    private static IReadOnlyList<string> Areas => AssessmentHeadings.BuiltIn.Single().Areas;

    [Fact]
    public async Task A_suggestion_is_no_entry_until_it_is_accepted_and_accepted_twice_it_is_one()
    {
        var text = Document(
            "PRN91001",
            "The ICB reported a surplus. With the ICB we agreed a control total for the year ahead."
        );
        var before = await RecordAsync();
        var offered = Offer(before, text);
        Assert.Equal(["financial_position_stated", "commitment_made"], offered.Offered.Select(s => s.Kind));
        Assert.Equal(before.Place, (await RecordAsync()).Place);

        var answers = Take(before, offered, AcceptAll(offered));
        Assert.All(answers.Answers, answer => Assert.Equal(AnswerOutcome.Accepted, answer.Outcome));
        Assert.Equal(2, (await loaded.Record.Desk.LogAsync(answers.Draft, User)).Entries.Count);

        var record = await RecordAsync();
        var position = Assert.Single(
            record.TimelineOf(Decisions.Ods("QJK"))!.Of<FinancialPositionStated>(),
            e => e.Content.Decision.Source!.Document == "PRN91001"
        );
        Assert.Equal(Origin.Imported, position.Content.Decision.Origin);
        Assert.Equal("2023/24", position.Content.Decision.Effective.Stored);
        Assert.Equal($"line 13, suggestion {offered.All[0].Suggestion.Key}", position.Content.Decision.Source!.Fact);

        var again = Offer(record, text);
        Assert.Empty(again.Offered);
        Assert.All(again.All, one => Assert.Equal(SuggestionState.Accepted, one.State));
        var twice = Take(record, again, AcceptAll(offered));
        Assert.All(twice.Answers, answer => Assert.Equal(AnswerOutcome.AnsweredBefore, answer.Outcome));
        Assert.Empty(twice.Draft.Entries);
    }

    [Fact]
    public async Task A_rejected_one_is_remembered_with_its_reason_and_offered_again_once_that_is_retracted()
    {
        var text = Document("PRN91002", "The ICB reported a surplus.");
        var record = await RecordAsync();
        var offered = Offer(record, text);
        var key = Assert.Single(offered.Offered).Key;
        var refused = Take(record, offered, [new(2, key, "reject")]);
        Assert.Equal(AnswerOutcome.Refused, Assert.Single(refused.Answers).Outcome);

        var answers = Take(record, offered, [new(2, key, "reject", "It is last year's.")]);
        await loaded.Record.Desk.LogAsync(answers.Draft, User);
        record = await RecordAsync();
        var rejected = record
            .TimelineOf(Decisions.Ods("QJK"))!
            .Of<SuggestionRejected>()
            .Single(e => e.Content.Key == key);
        Assert.Equal("It is last year's.", rejected.Content.Decision.Rationale);
        Assert.False(rejected.Content.IsPublic());
        Assert.Equal("financial_position_stated", rejected.Content.Suggests);
        Assert.Equal(
            (SuggestionState.Rejected, rejected.Id),
            Assert.Single(Offer(record, text).All) is { } one ? (one.State, one.Entry) : default
        );

        // Another text of the same line is another suggestion.
        Assert.Single(Offer(record, Document("PRN91002", "The ICB reported a small surplus.")).Offered);
    }

    [Fact]
    public async Task A_changed_one_is_checked_as_any_decision_and_keeps_its_key()
    {
        var text = Document("PRN91003", "The ICB must develop a financial recovery plan.");
        var record = await RecordAsync();
        var offered = Offer(record, text);
        var one = Assert.Single(offered.Offered);
        var fields = one.Fields.DeepClone().AsObject();
        fields["terms"] = "agreed";

        AnsweredSuggestion Answer(string decision, JsonObject said) =>
            Assert.Single(Take(record, offered, [new(2, one.Key, decision, Fields: said.ToJsonString())]).Answers);
        Assert.Equal(AnswerOutcome.Refused, Answer("accept", fields).Outcome);
        Assert.Contains("write change", Answer("accept", fields).Says, StringComparison.Ordinal);
        Assert.Equal(AnswerOutcome.Refused, Answer("change", new JsonObject { ["kind"] = "no-such-kind" }).Outcome);
        Assert.Equal(AnswerOutcome.Refused, Answer("maybe", one.Fields).Outcome);

        var answers = Take(record, offered, [new(2, one.Key, "change", Fields: fields.ToJsonString())]);
        await loaded.Record.Desk.LogAsync(answers.Draft, User);
        record = await RecordAsync();
        var made = record
            .TimelineOf(Decisions.Ods("QJK"))!
            .Of<CommitmentMade>()
            .Single(e => e.Content.Decision.Source?.Document == "PRN91003");
        Assert.Equal(CommitmentTerms.Agreed, made.Content.Terms);
        Assert.Empty(Offer(record, text).Offered);
    }

    [Fact]
    public async Task A_file_of_suggestions_is_filled_in_and_handed_back()
    {
        var text = Document(
            "PRN91004",
            "The ICB reported a surplus. The system reported a deficit. The ICB met its efficiency target."
        );
        var record = await RecordAsync();
        var offered = Offer(record, text);
        using var written = new StringWriter();
        SuggestionAnswers.Write(offered.Offered, written);
        var lines = written.ToString().Split("\r\n");
        lines[1] = "accept" + lines[1];
        lines[2] = "reject,\"Not so, they say\"" + lines[2][1..];

        var answers = SuggestionAnswers.Read("answers.csv", Encoding.UTF8.GetBytes(string.Join("\r\n", lines)));
        var taken = Take(record, offered, answers);
        Assert.Equal(
            [AnswerOutcome.Accepted, AnswerOutcome.Rejected, AnswerOutcome.Open],
            taken.Answers.Select(a => a.Outcome)
        );
        Assert.Equal(2, taken.Draft.Entries.Count);
        Assert.Throws<BadInputException>(() => SuggestionAnswers.Read("answers.csv", "a,b\r\n1,2\r\n"u8.ToArray()));
    }

    [Fact]
    public async Task Every_kind_that_is_suggested_can_be_recorded()
    {
        var text = Document(
            "PRN91005",
            string.Join(
                ' ',
                "The ICB reported a deficit of £2.5 million.",
                "The ICB must develop a financial recovery plan.",
                "The ICB entered the Recovery Support Programme in May 2023 due to its finances.",
                "We agreed legal undertakings with the ICB.",
                "Support of the system goes on through Tier 1 for urgent care.",
                "We remain concerned about ambulance delays.",
                "Services were rated inadequate by the CQC.",
                "It is the ICB's ambition to reach segment 3.",
                "Governance was independently reviewed and the recommendations were accepted."
            )
        );
        var record = await RecordAsync();
        var offered = Offer(record, text);

        var answers = Take(record, offered, AcceptAll(offered));
        Assert.All(answers.Answers, answer => Assert.True(answer.Outcome == AnswerOutcome.Accepted, answer.Says));
        Assert.Equal(
            [
                "commitment_made",
                "concern_raised",
                "financial_position_stated",
                "independent_review_answered",
                "independent_review_commissioned",
                "independent_review_reported",
                "notice_given",
                "recovery_published",
                "segment_ambition_stated",
                "support_published",
                "undertakings_reported",
            ],
            answers.Draft.Entries.Select(entry => EventCatalogue.NameOf(entry.Event)).Order(StringComparer.Ordinal)
        );
        var receipt = await loaded.Record.Desk.LogAsync(answers.Draft, User);
        Assert.Equal(11, receipt.Entries.Count);
        Assert.Empty(Offer(await RecordAsync(), text).Offered);
    }

    private static IEnumerable<SuggestionAnswer> AcceptAll(OfferedSuggestions offered) =>
        offered.All.Select((one, row) => new SuggestionAnswer(row + 2, one.Suggestion.Key, "accept"));

    private static SuggestionAnswers Take(
        RecordAt record,
        OfferedSuggestions offered,
        IEnumerable<SuggestionAnswer> answers
    ) =>
        SuggestionAnswers.Take(
            record,
            offered,
            answers,
            new DecidedBy("nhs-england"),
            TimeProvider.System.GetUtcNow(),
            "user:1"
        );

    private static OfferedSuggestions Offer(RecordAt record, IEnumerable<string> lines) =>
        OfferedSuggestions.Of(
            record,
            AssessmentImport.Read(
                record,
                "small.txt",
                Encoding.UTF8.GetBytes(string.Join('\n', lines)),
                headings: null,
                year: null,
                publication: null
            ),
            DateWithPrecision.Parse("2025-01-16")
        );

    // One board; what is said of it stands on line 13.
    private static List<string> Document(string publication, string value) =>
        [
            "This report is about 2023/24, and every sentence in it is made up.",
            "South West integrated care boards",
            "Devon",
            "Oversight framework segment",
            "4. Nationally mandated support",
            .. Areas.SelectMany((area, number) => new[] { area, number == 3 ? value : "Nothing is said here." }),
            $"Publications reference: {publication}",
        ];

    private Task<RecordAt> RecordAsync() => loaded.Record.Live.AtAsync(known: null, CancellationToken.None);
}
