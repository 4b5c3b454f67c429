using Oversight.Record.Deciding;
using Oversight.Record.Entries;
using Oversight.Record.Notices;
using Oversight.Record.Organisations;
using Oversight.Record.Support;
using Oversight.Record.Tests.Given;

namespace Oversight.Record.Tests.Decisions;

public sealed class SupportDecisionTests
{
    private static readonly SubjectId Icb = SampleSupport.Icb;

    [Fact]
    public void A_fault_in_what_support_is_is_named_by_its_field()
    {
        var set = SampleSupport.Set("2024-05-01");
        Finds(set with { Tier = 3 }, "tier");
        Finds(set with { Tier = 0 }, "tier");
        Finds(set with { Kind = SupportKind.TargetedSupport }, "tier");
        Finds(set with { Kind = SupportKind.EnhancedOversight, Tier = null }, "programme");
        Finds(set with { Called = "Something" }, "called");
        Finds(set with { Kind = SupportKind.Other, Programme = null, Tier = null }, "called");
        Finds(set with { Organisations = [] }, "organisations");
        Finds(set with { Organisations = [Sample.Trust, Sample.Trust] }, "organisations");
        Finds(set with { Organisations = [Sample.Trust], Scope = Concerning.Organisation }, "scope");
        Finds(set with { Conditions = ["A plan."] }, "conditions");
        Finds(
            set with
            {
                Kind = SupportKind.MandatedFinancialSupport,
                Programme = null,
                Tier = null,
                Conditions = [" "],
            },
            "conditions[0]"
        );
        Finds(SampleSupport.SteppedDown("2024-05-01", SmallRecord.IdAt(4), 3), "tier");
        Finds(SampleSupport.Withdrawn("2024-05-01", SmallRecord.IdAt(4)) with { Organisations = [] }, "organisations");
    }

    [Fact]
    public void A_fault_in_what_is_published_of_support_is_named_by_its_field()
    {
        var published = SampleSupport.Published("2023/24");
        Finds(published with { By = Sample.Date("2024/25") }, "by");
        Finds(published with { Standing = SupportStanding.Withdrawn, Tier = 1 }, "tier");
        Finds(published.With(d => d with { Source = null }), "decision.source");
    }

    [Fact]
    public void A_fault_in_a_notice_or_a_review_is_named_by_its_field()
    {
        var notice = SampleSupport.Warned("2024-05-01");
        Finds(notice with { About = "" }, "about");
        Finds(notice with { Rating = InspectionRating.Good }, "rating");
        Finds(SampleSupport.Commissioned("2024-05-01") with { Reviewer = new string('x', 201) }, "reviewer");
        Finds(
            SampleSupport.Reported("2024-05-01", SmallRecord.IdAt(4)) with
            {
                Recommendations = ["One.", "One."],
            },
            "recommendations"
        );
        Finds(
            SampleSupport.Answered("2024-05-01", SmallRecord.IdAt(4)) with
            {
                Answer = ReviewAnswer.Rejected,
            },
            "response"
        );
    }

    [Fact]
    public void The_support_that_is_in_place_is_meant_until_it_is_withdrawn_or_set_anew()
    {
        var record = SampleSupport.WithSupport();
        var first = record.Last;
        Means(record, SampleSupport.SteppedDown("2024-05-01", INamesOpenEntry.Unnamed), first);
        Means(record, SampleSupport.ExitExpected("2024-05-01", INamesOpenEntry.Unnamed), first);

        record.Told(Icb, SampleSupport.Withdrawn("2024-04-01", first, Sample.Trust));
        Means(record, SampleSupport.Withdrawn("2024-05-01", INamesOpenEntry.Unnamed), first);

        record.Told(Icb, SampleSupport.Set("2024-04-02", 2) with { Organisations = [Sample.OtherIcb] });
        Means(record, SampleSupport.Withdrawn("2024-05-01", INamesOpenEntry.Unnamed), record.Last);
        record.Told(Icb, SampleSupport.Withdrawn("2024-04-03", record.Last));
        record.FindsFault(
            () => Sample.Ask(Icb, SampleSupport.Withdrawn("2024-05-01", INamesOpenEntry.Unnamed)),
            "support"
        );
    }

    [Fact]
    public void The_notice_and_the_review_that_are_open_are_meant()
    {
        var record = SampleSupport.Organisations().Told(Icb, SampleSupport.Warned("2024-04-01"));
        Means(record, SampleSupport.Closed("2024-05-01", INamesOpenEntry.Unnamed), record.Last);

        record.Told(Icb, SampleSupport.Commissioned("2024-04-01"));
        var review = record.Last;
        record.FindsFault(
            () => Sample.Ask(Icb, SampleSupport.Answered("2024-05-01", INamesOpenEntry.Unnamed)),
            "review"
        );
        Means(record, SampleSupport.Reported("2024-04-10", INamesOpenEntry.Unnamed), review);
        record.Told(Icb, SampleSupport.Reported("2024-04-10", review));
        record.FindsFault(
            () => Sample.Ask(Icb, SampleSupport.Reported("2024-05-01", INamesOpenEntry.Unnamed)),
            "review"
        );
        Means(record, SampleSupport.Answered("2024-05-01", INamesOpenEntry.Unnamed), review);
    }

    [Fact]
    public void What_is_said_of_support_is_said_in_words()
    {
        Assert.Equal("Tier 1 support, elective set 1 June 2023 for the system", SampleSupport.Set("2023-06-01").Says());
        Assert.Equal(
            "Tier support (tier not stated), programme not stated set 1 June 2023 for RXW",
            (SampleSupport.Set("2023-06-01", null) with { Programme = null, Organisations = [Sample.Trust] }).Says()
        );
        Assert.Equal(
            "Tier support, elective published as withdrawn for 2023/24 for the system",
            SampleSupport.Published("2023/24", SupportStanding.Withdrawn).Says()
        );
        Assert.Equal("Warning notice given 1 April 2024: Maternity.", SampleSupport.Warned("2024-04-01").Says());
    }

    private static void Finds(Event content, string field) =>
        SampleSupport.WithSupport().FindsFault(() => Sample.Ask(Icb, content), field);

    private static void Means(SmallRecord record, Event content, Guid entry)
    {
        var decided = (INamesOpenEntry)record.Decide(Sample.Ask(Icb, content));
        Assert.Equal(entry, decided.Named);
    }
}
