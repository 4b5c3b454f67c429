using Oversight.Record.Entries;
using Oversight.Record.Evidence;
using Oversight.Record.Retention;
using Oversight.Record.Tests.Given;

namespace Oversight.Record.Tests.Rules;

/// <summary>
/// Cases of the rules of retention. Places: the framework 0, the registration 1, the engagement 2, its criteria 3, evidence with a document 4.
/// </summary>
internal static class RuleBreachOfRetention
{
    private static readonly SubjectId Icb = SubjectId.Of(Sample.Icb);
    private static readonly SubjectId Engagement = SubjectId.OfRecovery("qoc-2024");
    private static readonly Guid Submission = SmallRecord.IdAt(4);

    /// <summary>The document that the evidence names.</summary>
    public static readonly string Document = new('d', 64);

    private static readonly string Other = new('e', 64);

    /// <summary>At least one for every such rule.</summary>
    public static IReadOnlyList<RuleBreach> All { get; } = [.. Holding(), .. Lifting(), .. Disposing(), .. Disposed()];

    /// <summary>An engagement with evidence of 1 March 2024 that names the document.</summary>
    public static SmallRecord Kept() =>
        SmallRecord
            .OfAnIcb()
            .Told(
                Engagement,
                Sample.Entered("2023-01-01", Sample.Icb),
                SampleRecovery.Agreed("2023-02-01", "EC1"),
                Submitted("2024-03-01", Document)
            );

    /// <summary>The same, and a hold on everything since 1 April: place 5.</summary>
    public static SmallRecord Held() => Kept().Told(Sample.Icb, Hold("2024-04-01"));

    /// <summary>The same, and the document disposed of on 1 May: place 5.</summary>
    public static SmallRecord Gone() => Kept().Told(Sample.Icb, Disposal("2024-05-01", Document));

    public static EvidenceSubmitted Submitted(string on, string sha256) =>
        SampleRecovery.Submitted(on, Sample.Icb, "EC1") with
        {
            Document = new(sha256, "return.pdf", "application/pdf", 7),
        };

    public static RetentionHoldPlaced Hold(string from) => new(Because(from), HoldGround.Inquiry, "The inquiry");

    public static RetentionHoldLifted Lifted(Guid hold, string on) => new(Because(on), hold);

    public static DocumentsDisposed Disposal(string on, params string[] documents) =>
        new(
            Because(on),
            [.. documents.Select(sha256 => new DisposedDocument(sha256, "Return"))],
            DisposalGround.ReceivedInError,
            "Code of Practice, Appendix II",
            "Meeting papers"
        );

    private static Decision Because(string on) => SampleRecovery.Because(on);

    private static RuleBreach Case(string rule, string which, SmallRecord record, Event breaking, Event? keeping) =>
        new(rule, which, record, Icb, breaking, keeping);

    private static IEnumerable<RuleBreach> Holding()
    {
        const string Kept = "holds-what-is-kept";
        var keeping = Hold("2024-04-01") with { Documents = [Document] };
        yield return Case(
            Kept,
            "a document that no evidence names",
            RuleBreachOfRetention.Kept(),
            keeping with
            {
                Documents = [Document, Other],
            },
            keeping
        );
        yield return Case(Kept, "a document that was disposed of", Gone(), keeping, Hold("2024-04-01"));
        yield return Case(
            Kept,
            "an entry that concerns others",
            RuleBreachOfRetention.Kept(),
            Hold("2024-04-01") with
            {
                Entries = [Submission, SmallRecord.IdAt(0)],
            },
            Hold("2024-04-01") with
            {
                Entries = [Submission, SmallRecord.IdAt(1)],
            }
        );
    }

    private static IEnumerable<RuleBreach> Lifting()
    {
        const string InForce = "lifts-hold-in-force";
        var hold = SmallRecord.IdAt(5);
        yield return Case(
            InForce,
            "no hold was placed by that entry",
            Held(),
            Lifted(Submission, "2024-05-01"),
            Lifted(hold, "2024-05-01")
        );
        yield return Case(
            InForce,
            "it was retracted",
            Held().Told(Sample.Icb, Sample.Retracted(hold)),
            Lifted(hold, "2024-05-01"),
            null
        );
        yield return Case(
            InForce,
            "before it was placed",
            Held(),
            Lifted(hold, "2024-03-31"),
            Lifted(hold, "2024-04-01")
        );
        yield return Case(
            InForce,
            "lifted already",
            Held().Told(Sample.Icb, Lifted(hold, "2024-05-01")),
            Lifted(hold, "2024-05-02"),
            null
        );
    }

    private static IEnumerable<RuleBreach> Disposing()
    {
        const string UnderHold = "not-under-retention-hold";
        var (hold, disposal) = (SmallRecord.IdAt(5), Disposal("2024-05-01", Document));
        yield return Case(UnderHold, "a hold on everything", Held(), disposal, null);
        yield return Case(
            UnderHold,
            "decided before the hold: the bytes go when it is recorded",
            Held(),
            Disposal("2024-03-15", Document),
            null
        );
        yield return Case(
            UnderHold,
            "a hold on the document, and not on another",
            Kept()
                .Told(Engagement, Submitted("2024-03-02", Other))
                .Told(Sample.Icb, Hold("2024-04-01") with { Documents = [Other] }),
            Disposal("2024-05-01", Document, Other),
            disposal
        );
        yield return Case(
            UnderHold,
            "a hold on the evidence that names it, by the correction of that",
            Kept()
                .Told(Engagement, Sample.Corrected(Submission, Submitted("2024-03-02", Other)))
                .Told(Sample.Icb, Hold("2024-04-01") with { Entries = [SmallRecord.IdAt(5)] }),
            disposal,
            null
        );
        yield return Case(
            UnderHold,
            "lifted tomorrow, and not today",
            Held().Told(Sample.Icb, Lifted(hold, "2024-05-11")),
            disposal,
            null
        );
        yield return Case(
            UnderHold,
            "lifted in a month that has not passed",
            Held().Told(Sample.Icb, Lifted(hold, "2024-05")),
            disposal,
            null
        );
        yield return Case(
            "disposes-known-documents",
            "a document that no evidence names",
            Held().Told(Sample.Icb, Lifted(hold, "2024-05-10")),
            Disposal("2024-05-01", Other),
            disposal
        );
        yield return Case(
            "disposes-known-documents",
            "another organisation's document",
            Kept().Told(Engagement, Submitted("2024-03-02", Other) with { Organisation = Sample.Trust }),
            Disposal("2024-05-01", Other),
            disposal
        );
        yield return Case("disposed-once", "disposed of already", Gone(), disposal, null);
        yield return Case(
            "retention-period-ended-first",
            "on the last day of its retention",
            Kept(),
            Ended("2024-04-30"),
            Ended("2024-05-01")
        );
    }

    private static DocumentsDisposed Ended(string on) =>
        Disposal(on, Document) with
        {
            Ground = DisposalGround.RetentionPeriodEnded,
            RetainedUntil = Sample.Date("2024-04"),
        };

    private static IEnumerable<RuleBreach> Disposed()
    {
        const string Stands = "disposal-stands";
        var disposal = SmallRecord.IdAt(5);
        yield return new(
            "disposed-document-is-not-named",
            "evidence that names a document that is gone",
            Gone(),
            Engagement,
            Submitted("2024-05-02", Document),
            Submitted("2024-05-02", Other)
        );
        yield return Case(
            Stands,
            "retracted",
            Gone(),
            Sample.Retracted(disposal),
            Sample.Corrected(disposal, Disposal("2024-05-02", Document))
        );
        yield return Case(
            Stands,
            "corrected to name another",
            Gone().Told(Engagement, Submitted("2024-03-02", Other)),
            Sample.Corrected(disposal, Disposal("2024-05-01", Document, Other)),
            Sample.Corrected(disposal, Disposal("2024-05-02", Document))
        );
        yield return Case(
            Stands,
            "a correction of a correction that names none of them",
            Gone()
                .Told(Engagement, Submitted("2024-03-02", Other))
                .Told(Sample.Icb, Sample.Corrected(disposal, Disposal("2024-05-02", Document))),
            Sample.Corrected(SmallRecord.IdAt(7), Disposal("2024-05-01", Other)),
            Sample.Retracted(SmallRecord.IdAt(7))
        );
    }
}
