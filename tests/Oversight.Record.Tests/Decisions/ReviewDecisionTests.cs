using Oversight.Record.Commitments;
using Oversight.Record.Entries;
using Oversight.Record.Organisations;
using Oversight.Record.Tests.Given;

namespace Oversight.Record.Tests.Decisions;

public sealed class ReviewDecisionTests
{
    private static readonly SubjectId Icb = SubjectId.Of(Sample.Icb);
    private static readonly Source Meeting = new("Quarterly oversight meeting");

    [Fact]
    public void What_one_meeting_decides_of_an_organisation_comes_from_its_review_there()
    {
        var record = SmallRecord.OfAnIcb().Told(Sample.Icb, From(Meeting, SampleReviews.Review("2024-05-01")));
        var review = record.Last;

        Assert.Equal(review, ReviewOf(record, From(Meeting, SampleReviews.Concern("2024-05-01"))));
        Assert.Equal(review, ReviewOf(record, From(Meeting, SampleReviews.Action("2024-05-01"))));
        // Another day, another meeting or another body, or no word of where it comes from: nothing is said of a review.
        Assert.Null(ReviewOf(record, From(Meeting, SampleReviews.Concern("2024-05-02"))));
        Assert.Null(ReviewOf(record, From(new("Another meeting"), SampleReviews.Concern("2024-05-01"))));
        Assert.Null(
            ReviewOf(
                record,
                From(Meeting, SampleReviews.Concern("2024-05-01"))
                    .With(d => d with { DecidedBy = new(Sample.National) })
            )
        );
        Assert.Null(ReviewOf(record, SampleReviews.Concern("2024-05-01")));

        record.Told(Sample.Icb, From(Meeting, SampleReviews.Review("2024-05-01")));
        Assert.Null(ReviewOf(record, From(Meeting, SampleReviews.Action("2024-05-01"))));
        Assert.Equal(review, ReviewOf(record, From(Meeting, SampleReviews.Action("2024-05-01", review: review))));
    }

    [Fact]
    public void Within_so_many_years_counts_from_the_latest_day_on_which_it_may_have_been_made()
    {
        static CommitmentMade Within(string effective, int years) =>
            SampleReviews.Action("2024-05-01") with
            {
                Decision = Sample.Decision(effective, Sample.Regional),
                WithinYears = years,
            };

        Assert.Equal(Sample.Date("2027-03-31"), Within("2023/24", 3).DueDate());
        Assert.Equal(Sample.Date("2025-02-28"), Within("2024-02-29", 1).DueDate());
        Assert.Null(Within("unknown", 3).DueDate());
        Assert.Equal(Sample.Date("Q1 2024/25"), SampleReviews.Action("2024-05-01", "Q1 2024/25").DueDate());
        Assert.Null(SampleReviews.Action("2024-05-01").DueDate());
    }

    [Fact]
    public void What_cannot_be_recorded_names_its_field()
    {
        var record = SmallRecord.OfAnIcb();
        var action = SampleReviews.Action("2024-05-01", "2024-06-30");
        foreach (
            var (field, content) in new (string, Event)[]
            {
                ("withinYears", action with { WithinYears = 3 }),
                ("withinYears", action with { Due = null, WithinYears = 0 }),
                ("wording", action with { Wording = " " }),
                ("perCent", action with { PerCent = 101 }),
                ("amount", action with { Amount = long.MaxValue }),
                ("organisations", action with { Scope = Concerning.System, Organisations = [] }),
                ("scope", action with { Organisations = [Sample.Trust] }),
                ("outcome", SampleReviews.Review("2024-05-01") with { Outcome = "" }),
                ("present", SampleReviews.Review("2024-05-01") with { Present = [] }),
                ("wording", SampleReviews.Concern("2024-05-01") with { Wording = "" }),
                ("to", SampleReviews.Escalated("2024-05-01", SmallRecord.IdAt(1)) with { To = "nhs-anywhere" }),
            }
        )
        {
            record.FindsFault(() => Sample.Ask(Icb, content), field);
        }
    }

    [Fact]
    public void To_what_an_organisation_agreed_and_where_it_took_part_it_is_a_party()
    {
        var action = SampleReviews.Action("2024-05-01");
        Assert.True(action.IsPartyTo(Sample.Icb));
        Assert.False((action with { Terms = CommitmentTerms.Required }).IsPartyTo(Sample.Icb));
        Assert.False((action with { Terms = CommitmentTerms.Expected }).IsPartyTo(Sample.Icb));
        var review = SampleReviews.Review("2024-05-01");
        Assert.False(review.IsPartyTo(Sample.Icb));
        Assert.True((review with { Present = ["NHS England South East", "QOC"] }).IsPartyTo(Sample.Icb));
    }

    private static T From<T>(Source source, T content)
        where T : Event => content.With(d => d with { Source = source });

    private static Guid? ReviewOf(SmallRecord record, Event content) =>
        ((Oversight.Record.Reviews.IFromReview)record.Decide(Sample.Ask(Icb, content))).Review;
}
