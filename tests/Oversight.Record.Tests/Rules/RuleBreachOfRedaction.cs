using Oversight.Record.Entries;
using Oversight.Record.Retention;
using Oversight.Record.Tests.Given;

namespace Oversight.Record.Tests.Rules;

/// <summary>
/// Cases of the rules of redaction. Places: the framework 0, the registration 1, the engagement 2, its criteria 3, a segment of the organisation that
/// has the person 4, its correction that has another 5.
/// </summary>
internal static class RuleBreachOfRedaction
{
    private static readonly SubjectId Icb = SubjectId.Of(Sample.Icb);
    private static readonly SubjectId Engagement = SubjectId.OfRecovery("qoc-2024");
    private static readonly Guid Segment = SmallRecord.IdAt(4);
    private static readonly string Person = Id('a');
    private static readonly string Corrector = Id('b');
    private static readonly string Director = Id('c');

    /// <summary>At least one for every such rule.</summary>
    public static IReadOnlyList<RuleBreach> All { get; } =
    [.. Held(), .. Naming(), .. Once(), .. NotLive(), .. Standing()];

    private static string Id(char digit) => $"person:{new string(digit, 64)}";

    private static SmallRecord Named() =>
        SmallRecord
            .OfAnIcb()
            .Told(Engagement, Sample.Entered("2023-01-01", Sample.Icb), SampleRecovery.Agreed("2023-02-01", "EC1"))
            .Told(
                Icb,
                Sample.Assigned(3, "2024-03-01").With(By(Person)),
                Sample.Corrected(Segment, Sample.Assigned(3, "2024-03-02")).With(By(Corrector))
            );

    private static Func<Decision, Decision> By(string person) =>
        decision => decision with { DecidedBy = decision.DecidedBy with { Person = person } };

    /// <summary>The same, and the person redacted on 1 May: place 6.</summary>
    private static SmallRecord Gone() => Named().Told(Icb, Redaction("2024-05-01", Person));

    private static PersonRedacted Redaction(string on, params string[] names) =>
        new(SampleRecovery.Because(on), names, RedactionGround.RightToErasure, "Request 7");

    private static RetentionHoldPlaced Hold(params Guid[] entries) =>
        RuleBreachOfRetention.Hold("2024-04-01") with
        {
            Entries = entries.Length == 0 ? null : entries,
        };

    private static RuleBreach Case(string rule, string which, SmallRecord record, Event breaking, Event? keeping) =>
        new(rule, which, record, Icb, breaking, keeping);

    private static IEnumerable<RuleBreach> Held()
    {
        const string UnderHold = "name-not-under-retention-hold";
        var redaction = Redaction("2024-05-01", Person);
        yield return Case(UnderHold, "a hold on everything", Named().Told(Icb, Hold()), redaction, null);
        yield return Case(
            UnderHold,
            "decided before the hold: the name goes when it is recorded",
            Named().Told(Icb, Hold()),
            Redaction("2024-03-15", Person),
            null
        );
        yield return Case(
            UnderHold,
            "a hold on the entry that has it, by its correction; another entry is free",
            Named().Told(Icb, Sample.Assigned(2, "2024-03-05").With(By(Director))).Told(Icb, Hold(SmallRecord.IdAt(5))),
            redaction,
            Redaction("2024-05-01", Director)
        );
        yield return new(
            UnderHold,
            "an organisation's hold on everything covers what concerns it",
            Named().Told(Engagement, SampleRecovery.Agreed("2024-02-01", "EC2").With(By(Director))).Told(Icb, Hold()),
            Engagement,
            Redaction("2024-05-01", Director),
            null
        );
        yield return Case(
            UnderHold,
            "lifted tomorrow, and not today",
            Named().Told(Icb, Hold()).Told(Icb, RuleBreachOfRetention.Lifted(SmallRecord.IdAt(6), "2024-05-11")),
            redaction,
            null
        );
    }

    private static IEnumerable<RuleBreach> Naming()
    {
        const string OfItsSubject = "redacts-names-of-its-subject";
        yield return Case(
            OfItsSubject,
            "an id that no entry has",
            Named(),
            Redaction("2024-05-01", Person, Director),
            Redaction("2024-05-01", Person, Corrector)
        );
        yield return Case(
            OfItsSubject,
            "another subject's",
            Named().Told(Engagement, SampleRecovery.Agreed("2024-02-01", "EC2").With(By(Director))),
            Redaction("2024-05-01", Director),
            Redaction("2024-05-01", Person)
        );
    }

    private static IEnumerable<RuleBreach> Once()
    {
        yield return Case(
            "redacted-once",
            "redacted already",
            Gone(),
            Redaction("2024-05-02", Corrector, Person),
            Redaction("2024-05-02", Corrector)
        );
    }

    private static IEnumerable<RuleBreach> NotLive()
    {
        var redaction = Redaction("2024-05-01", Person);
        yield return Case(
            "redacted-live",
            "decided earlier, by somebody of whom nobody asks whether they act for whoever decided",
            Named(),
            redaction.With(decision => decision with { Origin = Origin.BackDated }),
            redaction
        );
    }

    private static IEnumerable<RuleBreach> Standing()
    {
        const string Stands = "redaction-stands";
        var redaction = SmallRecord.IdAt(6);
        yield return Case(
            Stands,
            "retracted",
            Gone(),
            Sample.Retracted(redaction),
            Sample.Corrected(redaction, Redaction("2024-05-02", Person))
        );
        yield return Case(
            Stands,
            "corrected to have another id",
            Gone(),
            Sample.Corrected(redaction, Redaction("2024-05-01", Person, Corrector)),
            Sample.Corrected(redaction, Redaction("2024-05-02", Person) with { Ground = RedactionGround.CourtOrder })
        );
    }
}
