using Oversight.Record.Entries;
using Oversight.Record.Organisations;
using Oversight.Record.Support;
using Oversight.Record.Tests.Given;

namespace Oversight.Record.Tests.Rules;

/// <summary>Ways to break the rules about support, notices and independent reviews.</summary>
internal static class RuleBreachOfSupport
{
    private const string InPlace = "support-still-in-place";
    private static readonly SubjectId Icb = SampleSupport.Icb;
    private static readonly SubjectId Trust = SampleSupport.Trust;
    private static readonly Guid Set = SmallRecord.IdAt(4);

    /// <summary>The cases.</summary>
    public static IEnumerable<RuleBreach> All { get; } = [.. OfSupport(), .. OfNotices(), .. OfReviews()];

    private static IEnumerable<RuleBreach> OfSupport()
    {
        yield return new(
            "system-is-of-an-icb",
            "support for the system of a trust",
            SampleSupport.Organisations(),
            Trust,
            SampleSupport.Set("2024-05-01"),
            SampleSupport.Set("2024-05-01") with
            {
                Scope = Concerning.Organisation,
            }
        );
        yield return new(
            "trusts-named-by-icb",
            "an ICB named among its own trusts",
            SampleSupport.Organisations(),
            Icb,
            SampleSupport.Set("2024-05-01") with
            {
                Organisations = [Sample.Trust, Sample.Icb],
            },
            SampleSupport.Set("2024-05-01") with
            {
                Organisations = [Sample.Trust],
            }
        );
        yield return new(
            "trusts-of-own-system",
            "support for a trust that has joined another system",
            SampleSupport
                .Organisations()
                .Told(Sample.Trust, new SystemJoined(Sample.Decision("2024-04-01"), Sample.OtherIcb)),
            Icb,
            SampleSupport.Set("2024-04-01") with
            {
                Organisations = [Sample.Trust],
            },
            SampleSupport.Set("2024-03-31") with
            {
                Organisations = [Sample.Trust],
            }
        );
        yield return new(
            "names-existing-organisations",
            "support for a trust that is not in the record",
            SampleSupport.Organisations(),
            Icb,
            SampleSupport.Set("2024-05-01") with
            {
                Organisations = [OdsCode.Parse("RXX")],
            },
            SampleSupport.Set("2024-05-01") with
            {
                Organisations = [Sample.Trust],
            }
        );
        yield return new(
            InPlace,
            "no support was set by that entry",
            SampleSupport.WithSupport(),
            Icb,
            SampleSupport.Withdrawn("2024-05-01", SmallRecord.IdAt(1)),
            SampleSupport.Withdrawn("2024-05-01", Set)
        );
        yield return new(
            InPlace,
            "it was retracted",
            SampleSupport.WithSupport().Told(Icb, Sample.Retracted(Set)),
            Icb,
            SampleSupport.Withdrawn("2024-05-01", Set),
            null
        );
        yield return new(
            InPlace,
            "before it was set",
            SampleSupport.WithSupport(),
            Icb,
            SampleSupport.SteppedDown("2023-05-31", Set),
            SampleSupport.SteppedDown("2023-06-01", Set)
        );
        yield return new(
            InPlace,
            "for one for whom it was not set",
            SampleSupport.WithSupport().Told(Sample.NewIcb, Sample.Registered(Sample.NewIcb)),
            Icb,
            SampleSupport.Withdrawn("2024-05-01", Set, Sample.NewIcb),
            SampleSupport.Withdrawn("2024-05-01", Set, Sample.Trust)
        );
        yield return new(
            InPlace,
            "withdrawn already",
            SampleSupport.WithSupport().Told(Icb, SampleSupport.Withdrawn("2024-04-01", Set)),
            Icb,
            SampleSupport.ExitExpected("2024-04-02", Set),
            SampleSupport.ExitExpected("2024-03-31", Set)
        );
        yield return new(
            InPlace,
            "withdrawn already for that trust, and not for the other",
            SampleSupport.WithSupport().Told(Icb, SampleSupport.Withdrawn("2024-04-01", Set, Sample.Trust)),
            Icb,
            SampleSupport.Withdrawn("2024-05-01", Set, Sample.Trust),
            SampleSupport.Withdrawn("2024-05-01", Set)
        );
        yield return new(
            InPlace,
            "set anew meanwhile",
            SampleSupport
                .WithSupport()
                .Told(Icb, SampleSupport.Set("2024-04-01", 2) with { Organisations = [Sample.OtherIcb, Sample.Trust] }),
            Icb,
            SampleSupport.Withdrawn("2024-04-02", Set),
            SampleSupport.Withdrawn("2024-03-31", Set)
        );
        yield return new(
            "steps-down-to-lower-tier",
            "from tier 1 to tier 1",
            SampleSupport.WithSupport(),
            Icb,
            SampleSupport.SteppedDown("2024-05-01", Set, 1),
            SampleSupport.SteppedDown("2024-05-01", Set, 2)
        );
        yield return new(
            "steps-down-to-lower-tier",
            "from tier 2 to tier 1",
            SampleSupport.WithSupport(2),
            Icb,
            SampleSupport.SteppedDown("2024-05-01", Set, 1),
            SampleSupport.SteppedDown("2024-05-01", Set, null)
        );
        yield return new(
            "steps-down-to-lower-tier",
            "a second time to tier 2",
            SampleSupport.WithSupport().Told(Icb, SampleSupport.SteppedDown("2024-04-01", Set)),
            Icb,
            SampleSupport.SteppedDown("2024-05-01", Set),
            SampleSupport.SteppedDown("2024-03-31", Set)
        );
        yield return new(
            "decision-says-why",
            "support withdrawn without a reason",
            SampleSupport.WithSupport(),
            Icb,
            SampleSupport.Withdrawn("2024-05-01", Set).With(d => d with { Rationale = null }),
            SampleSupport.Withdrawn("2024-05-01", Set)
        );
    }

    private static IEnumerable<RuleBreach> OfNotices()
    {
        var given = SampleSupport.Organisations().Told(Icb, SampleSupport.Warned("2024-04-01", Sample.Trust));
        yield return new(
            "trusts-named-by-icb",
            "a notice about a trust names another",
            SampleSupport.Organisations(),
            Trust,
            SampleSupport.Warned("2024-05-01", Sample.OtherIcb),
            SampleSupport.Warned("2024-05-01")
        );
        yield return new(
            "decided-with-authority",
            "a region warns as the inspector does",
            SampleSupport.Organisations(),
            Trust,
            SampleSupport.Warned("2024-05-01").With(d => d with { DecidedBy = new(Sample.Regional) }),
            SampleSupport.Warned("2024-05-01")
        );
        yield return new(
            "closes-open-notice",
            "no notice was given by that entry",
            given,
            Icb,
            SampleSupport.Closed("2024-05-01", SmallRecord.IdAt(1)),
            SampleSupport.Closed("2024-05-01", Set)
        );
        yield return new(
            "closes-open-notice",
            "before it was given",
            given,
            Icb,
            SampleSupport.Closed("2024-03-31", Set),
            SampleSupport.Closed("2024-04-01", Set)
        );
        yield return new(
            "closes-open-notice",
            "closed already",
            SampleSupport
                .Organisations()
                .Told(Icb, SampleSupport.Warned("2024-04-01", Sample.Trust), SampleSupport.Closed("2024-04-10", Set)),
            Icb,
            SampleSupport.Closed("2024-04-11", Set),
            SampleSupport.Closed("2024-04-09", Set)
        );
    }

    private static IEnumerable<RuleBreach> OfReviews()
    {
        const string InOrder = "independent-review-in-order";
        var commissioned = SampleSupport.Organisations().Told(Icb, SampleSupport.Commissioned("2024-02-01"));
        var reported = SampleSupport
            .Organisations()
            .Told(Icb, SampleSupport.Commissioned("2024-02-01"), SampleSupport.Reported("2024-04-01", Set));
        yield return new(
            "report-expected-after-commission",
            "expected the day before",
            SampleSupport.Organisations(),
            Icb,
            SampleSupport.Commissioned("2024-05-01", "2024-04-30"),
            SampleSupport.Commissioned("2024-05-01", "2024-05-01")
        );
        yield return new(
            InOrder,
            "none was commissioned by that entry",
            commissioned,
            Icb,
            SampleSupport.Reported("2024-05-01", SmallRecord.IdAt(1)),
            SampleSupport.Reported("2024-05-01", Set)
        );
        yield return new(
            InOrder,
            "reported before it was commissioned",
            commissioned,
            Icb,
            SampleSupport.Reported("2024-01-31", Set),
            SampleSupport.Reported("2024-02-01", Set)
        );
        yield return new(
            InOrder,
            "reported twice",
            reported,
            Icb,
            SampleSupport.Reported("2024-04-02", Set),
            SampleSupport.Reported("2024-03-31", Set)
        );
        yield return new(
            InOrder,
            "answered before its report",
            reported,
            Icb,
            SampleSupport.Answered("2024-03-31", Set),
            SampleSupport.Answered("2024-04-01", Set)
        );
        yield return new(
            InOrder,
            "answered without a report",
            commissioned,
            Icb,
            SampleSupport.Answered("2024-05-01", Set),
            null
        );
    }
}
