using Oversight.Projections.Search;
using Oversight.Projections.Timelines;
using Oversight.Record;
using Oversight.Record.Tests.Given;

namespace Oversight.Projections.Tests;

/// <summary>What is found in the record, and by whom.</summary>
public sealed class SearchTests
{
    private static readonly DateOnly Today = new(2024, 5, 10);

    [Theory]
    [InlineData("QOC")]
    [InlineData("qoc")]
    [InlineData("nhs qoc integrated care")]
    public void An_organisation_is_found_first_by_its_code_and_by_its_name(string text)
    {
        var found = Find(SampleRecovery.WithCriteria().At(), text);
        Assert.Equal(FoundKind.Organisation, found.Kinds[0].Kind);
        Assert.Equal("organisation-QOC", found.Kinds[0].First[0].Subject);
    }

    [Theory]
    [InlineData("zoe's plan")]
    [InlineData("ZOËS PLAN")]
    [InlineData("plan, Zoë’s")]
    [InlineData("pla zo")]
    public void Every_word_must_begin_one_whatever_its_case_accents_order_and_punctuation(string text)
    {
        var found = Entries(Find(Because("Zoë’s plan was late."), text));
        Assert.Equal(["Zoë’s", "plan"], found.Single().Text.Where(t => t.IsFound).Select(t => Longest(t.Text)));

        static string Longest(string part) =>
            part is "Zo" or "Zoë" ? "Zoë’s"
            : part is "pla" ? "plan"
            : part;
    }

    [Theory]
    [InlineData("zoe plans")]
    [InlineData("lan")]
    [InlineData("zoes late early")]
    public void What_begins_no_word_is_not_found(string text) =>
        Assert.Empty(Find(Because("Zoë’s plan was late."), text).Kinds);

    [Theory]
    [InlineData("A & B", "a and b")]
    [InlineData("Cost — £25m", "25m cost")]
    [InlineData("D.C. of O'Neill", "dc oneill")]
    public void Signs_between_words_do_not_matter(string why, string text) =>
        Assert.Single(Entries(Find(Because(why), text)));

    [Fact]
    public void Wordings_titles_documents_and_reasons_are_found_each_as_what_it_is()
    {
        var record = SampleRecovery
            .WithCriteria()
            .Told(SampleUndertakings.Subject, SampleUndertakings.Accepted("2024-01-10"))
            .Told(Sample.Icb, SampleReviews.Concern("2024-02-01"), SampleReviews.Action("2024-02-01"))
            .Told(
                Sample.Icb,
                Sample.Assigned(4, "2024-03-01") with
                {
                    Decision = Sample.Decision("2024-03-01") with { Evidence = [new("Minutes of the board")] },
                }
            )
            .At();

        Assert.Equal(FoundKind.Criterion, Find(record, SampleRecovery.Criterion("EC2").Wording + " EC2").Kinds[0].Kind);
        Assert.Equal(FoundKind.Undertaking, Find(record, "a board is appointed").Kinds[0].Kind);
        Assert.Equal(FoundKind.Concern, Find(record, SampleReviews.Concern("2024-02-01").Wording).Kinds[0].Kind);
        Assert.Contains(
            FoundKind.Commitment,
            Find(record, SampleReviews.Action("2024-02-01").Wording!).Kinds.Select(k => k.Kind)
        );
        Assert.Equal(FoundKind.Document, Find(record, "minutes board").Kinds[0].Kind);
        Assert.Equal(FoundKind.Framework, Find(record, "nof-2021-22").Kinds[0].Kind);
        Assert.Equal(FoundKind.Recovery, Find(record, SampleRecovery.Entered("2023-04-03").Title).Kinds[0].Kind);
    }

    [Fact]
    public void An_entry_is_found_by_its_id_and_by_its_place()
    {
        var record = SampleRecovery.WithCriteria();
        foreach (var text in new[] { $"{SmallRecord.IdAt(5)}", "5" })
        {
            Assert.Equal(SmallRecord.IdAt(5), Entries(Find(record.At(), text))[0].Entry);
        }

        Assert.Empty(Find(record.At(4), $"{SmallRecord.IdAt(5)}").Kinds);
    }

    [Fact]
    public void What_was_corrected_since_is_found_and_said_to_be_so()
    {
        var record = Told("A deficit.").Told(Sample.Icb, Sample.Corrected(SmallRecord.IdAt(2), Why("A surplus.")));

        Assert.True(Entries(Find(record.At(), "deficit")).Single().IsSuperseded);
        Assert.False(Entries(Find(record.At(), "surplus")).Single().IsSuperseded);
        Assert.Empty(Find(record.At(2), "surplus").Kinds);
        Assert.False(Entries(Find(record.At(2), "deficit")).Single().IsSuperseded);
    }

    [Fact]
    public void Nothing_is_found_that_is_unseen_nor_counted()
    {
        var record = Told("A secret deficit.")
            .Told(Sample.Icb, Why("A told deficit.").With(d => d with { Communicated = new DateOnly(2024, 5, 2) }))
            .Told(
                Sample.Icb,
                Sample.Corrected(
                    SmallRecord.IdAt(3),
                    Why("Another told deficit.").With(d => d with { Communicated = new DateOnly(2024, 5, 3) })
                )
            )
            .Told(Sample.OtherIcb, Sample.Registered(Sample.OtherIcb))
            .Told(Sample.OtherIcb, Why("A deficit of others."));
        var own = record.At().AsSeenBy(Sample.Icb, Today);

        var found = Find(own, "deficit");

        Assert.Equal(1, Assert.Single(found.Kinds).Count);
        Assert.Equal(SmallRecord.IdAt(4), found.Kinds[0].First[0].Entry);
        Assert.Null(found.Place);
        // Neither what the correction replaced, nor by its id or place, nor why it was made.
        Assert.Empty(Find(own, "secret").Kinds);
        Assert.Empty(Find(own, $"{SmallRecord.IdAt(2)}").Kinds);
        Assert.Empty(Find(own, "6").Kinds);
        var why = Sample.Corrected(default, Why("")).Decision.Rationale!;
        Assert.NotEmpty(Find(record.At(), why).Kinds);
        Assert.Empty(Find(own, why).Kinds);
    }

    [Fact]
    public void The_last_recorded_come_first_and_all_are_counted()
    {
        var record = SmallRecord.OfAnIcb();
        for (var i = 0; i < 30; i++)
        {
            record.Told(Sample.Icb, Why($"Reason {i}"));
        }

        var found = Assert.Single(Find(record.At(), "reason").Kinds);
        Assert.Equal(30, found.Count);
        Assert.Equal([31, 30, 29, 28, 27], found.First.Select(f => record.Entries.Single(e => e.Id == f.Entry).Place));
        Assert.Equal(30, SearchAnswer.Of(record.At(), null, Today, "reason", FoundKind.Entry).Kinds[0].First.Count);
    }

    [Fact]
    public void What_is_recorded_later_is_found_from_then_on()
    {
        var record = Told("First.");
        var timelines = new RecordTimelines();
        timelines.Apply(record.Entries);
        Assert.Empty(Find(timelines.At(timelines.Place), "second").Kinds);

        timelines.Apply(record.Told(Sample.Icb, Why("Second.")).Entries);

        Assert.Single(Find(timelines.At(timelines.Place), "second").Kinds);
        Assert.Empty(Find(timelines.At(timelines.Place - 1), "second").Kinds);
    }

    [Fact]
    public void A_long_text_is_shown_around_what_was_found()
    {
        var text = Entries(Find(Because(new string('x', 500) + " needle " + new string('y', 500)), "needle"))
            .Single()
            .Text;
        Assert.Equal("needle", text.Single(t => t.IsFound).Text);
        Assert.InRange(text.Sum(t => t.Text.Length), 50, 300);
        Assert.StartsWith("…", text[0].Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" .,;—' ")]
    [InlineData("a b c d e f g h i j k")]
    public void What_cannot_be_searched_for_is_refused(string text) =>
        Assert.Equal("q", Assert.Throws<BadInputException>(() => Find(Because("x"), text)).Field);

    [Theory]
    [InlineData("(((((")]
    [InlineData("%' or 1=1 --")]
    [InlineData("😀 \u0000 zz")]
    [InlineData("<script>")]
    [InlineData("\ud800zz")]
    public void What_is_hostile_is_only_not_found(string text)
    {
        if (text.Any(char.IsLetterOrDigit))
        {
            Assert.Empty(Entries(Find(Because("Nothing of it."), text)));
        }
        else
        {
            Assert.Throws<BadInputException>(() => Find(Because("Nothing of it."), text));
        }
    }

    [Fact]
    public void What_is_too_long_is_refused() =>
        Assert.Throws<BadInputException>(() => Find(Because("x"), new string('x', 201)));

    private static SearchAnswer Find(RecordAt record, string text) => SearchAnswer.Of(record, null, Today, text);

    private static IReadOnlyList<Found> Entries(SearchAnswer answer) =>
        answer.Kinds.SingleOrDefault(k => k.Kind == FoundKind.Entry)?.First ?? [];

    private static Oversight.Record.Segments.SegmentAssigned Why(string rationale) =>
        Sample.Assigned(3, "2024-04-01").With(d => d with { Rationale = rationale });

    private static SmallRecord Told(string rationale) => SmallRecord.OfAnIcb().Told(Sample.Icb, Why(rationale));

    private static RecordAt Because(string rationale) => Told(rationale).At();
}
