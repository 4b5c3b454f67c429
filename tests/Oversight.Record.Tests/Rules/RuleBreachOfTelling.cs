using Oversight.Record.Challenges;
using Oversight.Record.Entries;
using Oversight.Record.Telling;
using Oversight.Record.Tests.Given;

namespace Oversight.Record.Tests.Rules;

/// <summary>Cases of the rules of telling and of challenges. Places: the framework 0, the registration 1, the decision 2.</summary>
internal static class RuleBreachOfTelling
{
    private static readonly SubjectId Icb = SubjectId.Of(Sample.Icb);
    private static readonly Guid Decision = SmallRecord.IdAt(2);

    /// <summary>At least one for every such rule.</summary>
    public static IReadOnlyList<RuleBreach> All { get; } = [.. Telling(), .. Challenging(), .. Answering()];

    /// <summary>A segment assigned on 1 April 2024, and nobody told.</summary>
    public static SmallRecord Decided() => SmallRecord.OfAnIcb().Told(Sample.Icb, Sample.Assigned(3, "2024-04-01"));

    /// <summary>The same, and the board told on 10 April: place 3.</summary>
    public static SmallRecord Told() => Decided().Told(Sample.Icb, Communicated(Decision, "2024-04-10"));

    /// <summary>The same, and challenged by sam on 1 May: place 4.</summary>
    public static SmallRecord Challenged() => Told().ToldBy("sam", Icb, Challenge(Decision, "2024-05-01"));

    /// <summary>The same, and corrected: place 5.</summary>
    public static SmallRecord Mended() =>
        Challenged().Told(Sample.Icb, Sample.Corrected(Decision, Sample.Assigned(2, "2024-04-01")));

    public static EntryCommunicated Communicated(Guid entry, string on, params string[] to) =>
        new(Sample.Decision(on), entry, to is [] ? [Sample.Icb.Value] : to, HowCommunicated.Letter);

    public static EntryChallenged Challenge(Guid entry, string on, OdsCode? by = null) =>
        new(Sample.Decision(on), entry, by ?? Sample.Icb, "It is a month early.");

    public static ChallengeUpheld Upheld(Guid challenge, Guid correction, string on) =>
        new(Sample.Decision(on), challenge, correction);

    public static ChallengeNotUpheld NotUpheld(Guid challenge, string on) =>
        new(Sample.Decision(on) with { Rationale = "The letter says so." }, challenge);

    private static RuleBreach Case(string rule, string which, SmallRecord record, Event breaking, Event? keeping) =>
        new(rule, which, record, Icb, breaking, keeping);

    private static IEnumerable<RuleBreach> Telling()
    {
        var keeping = Communicated(Decision, "2024-04-10");
        yield return Case(
            "communicates-an-entry",
            "an entry of another subject",
            Decided(),
            Communicated(SmallRecord.IdAt(0), "2024-04-10"),
            keeping
        );
        yield return Case(
            "communicates-an-entry",
            "a correction, which stands for the entry that it corrects",
            Mended(),
            Communicated(SmallRecord.IdAt(5), "2024-05-10"),
            Communicated(Decision, "2024-05-10")
        );
        yield return Case(
            "communicates-an-entry",
            "one that was retracted",
            Decided().Told(Sample.Icb, Sample.Retracted(Decision)),
            keeping,
            null
        );
        yield return Case(
            "communicates-an-entry",
            "before it was decided",
            Decided(),
            Communicated(Decision, "2024-03-31").With(d => d with { Decided = Sample.Date("2024-04-10") }),
            Communicated(Decision, "2024-04-01")
        );
        yield return Case(
            "communicated-at-a-known-time",
            "nobody knows when",
            Decided(),
            keeping.With(d => d with { Effective = Sample.Date("unknown") }),
            keeping.With(d => d with { Effective = Sample.Date("April 2024") })
        );
        yield return Case(
            "communicated-to-known-bodies",
            "a code that is not in the record",
            Decided(),
            Communicated(Decision, "2024-04-10", Sample.Icb.Value, Sample.OtherIcb.Value),
            Communicated(Decision, "2024-04-10", Sample.Icb.Value, "cqc")
        );
    }

    private static IEnumerable<RuleBreach> Challenging()
    {
        yield return Case(
            "challenged-by-those-concerned",
            "by another board",
            Told().Told(Sample.OtherIcb, Sample.Registered(Sample.OtherIcb)),
            Challenge(Decision, "2024-05-01", Sample.OtherIcb),
            Challenge(Decision, "2024-05-01")
        );
        yield return Case(
            "challenges-what-it-sees",
            "what it was not told of",
            Decided(),
            Challenge(Decision, "2024-05-01"),
            Challenge(SmallRecord.IdAt(1), "2024-05-01")
        );
        yield return Case(
            "challenges-what-it-sees",
            "what it is told of tomorrow",
            Decided().Told(Sample.Icb, Communicated(Decision, "2024-05-11")),
            Challenge(Decision, "2024-05-10"),
            null
        );
        yield return Case(
            "challenges-what-it-sees",
            "a correction that it was not told of",
            Told().Told(Sample.Icb, Sample.Corrected(Decision, Sample.Assigned(2, "2024-04-01"))),
            Challenge(Decision, "2024-05-01"),
            null
        );
        yield return Case(
            "challenges-what-it-sees",
            "its own challenge",
            Challenged(),
            Challenge(SmallRecord.IdAt(4), "2024-05-02"),
            null
        );
        yield return Case(
            "one-challenge-at-a-time",
            "while another waits for its answer",
            Challenged(),
            Challenge(Decision, "2024-05-02"),
            Challenge(SmallRecord.IdAt(1), "2024-05-02")
        );
        yield return Case(
            "one-challenge-at-a-time",
            "before the other was answered, which the one that keeps it follows",
            Challenged().Told(Sample.Icb, NotUpheld(SmallRecord.IdAt(4), "2024-05-05")),
            Challenge(Decision, "2024-05-04"),
            Challenge(Decision, "2024-05-05")
        );
    }

    private static IEnumerable<RuleBreach> Answering()
    {
        var challenge = SmallRecord.IdAt(4);
        yield return Case(
            "challenge-in-order",
            "no challenge",
            Challenged(),
            NotUpheld(SmallRecord.IdAt(1), "2024-05-05"),
            NotUpheld(challenge, "2024-05-05")
        );
        yield return Case(
            "challenge-in-order",
            "before it was made",
            Challenged(),
            NotUpheld(challenge, "2024-04-30"),
            NotUpheld(challenge, "2024-05-01")
        );
        yield return Case(
            "challenge-in-order",
            "acknowledged twice",
            Challenged().Told(Sample.Icb, new ChallengeAcknowledged(Sample.Decision("2024-05-02"), challenge)),
            new ChallengeAcknowledged(Sample.Decision("2024-05-03"), challenge),
            NotUpheld(challenge, "2024-05-03")
        );
        yield return Case(
            "challenge-in-order",
            "withdrawn after it was answered",
            Challenged().Told(Sample.Icb, NotUpheld(challenge, "2024-05-05")),
            new ChallengeWithdrawn(Sample.Decision("2024-05-06"), challenge, Sample.Icb),
            null
        );
        yield return Case(
            "withdrawn-by-who-challenged",
            "by another",
            Challenged(),
            new ChallengeWithdrawn(Sample.Decision("2024-05-06"), challenge, Sample.OtherIcb),
            new ChallengeWithdrawn(Sample.Decision("2024-05-06"), challenge, Sample.Icb)
        );
        yield return Case(
            "challenge-judge-is-not-challenger",
            "answered by who logged it",
            Told().Told(Sample.Icb, Challenge(Decision, "2024-05-01")),
            NotUpheld(challenge, "2024-05-05"),
            new ChallengeWithdrawn(Sample.Decision("2024-05-05"), challenge, Sample.Icb)
        );
        yield return Case(
            "reason-for-declining",
            "a challenge that is not upheld",
            Challenged(),
            new ChallengeNotUpheld(Sample.Decision("2024-05-05"), challenge),
            NotUpheld(challenge, "2024-05-05")
        );

        foreach (var each in Upholding(challenge))
        {
            yield return each;
        }
    }

    private static IEnumerable<RuleBreach> Upholding(Guid challenge)
    {
        const string rule = "upheld-by-what-mends-it";
        var correction = SmallRecord.IdAt(5);
        yield return Case(
            rule,
            "no correction",
            Mended(),
            Upheld(challenge, Decision, "2024-05-05"),
            Upheld(challenge, correction, "2024-05-05")
        );
        yield return Case(
            rule,
            "a correction of something else",
            Challenged().Told(Sample.Icb, Sample.Corrected(SmallRecord.IdAt(1), Sample.Registered(Sample.Icb))),
            Upheld(challenge, correction, "2024-05-05"),
            null
        );
        yield return Case(
            rule,
            "a correction that was there before the challenge",
            Decided()
                .Told(
                    Sample.Icb,
                    Sample.Corrected(Decision, Sample.Assigned(2, "2024-04-01")),
                    Communicated(Decision, "2024-04-10")
                )
                .ToldBy("sam", Icb, Challenge(Decision, "2024-05-01")),
            Upheld(SmallRecord.IdAt(5), SmallRecord.IdAt(3), "2024-05-05"),
            null
        );
        yield return Case(
            rule,
            "a correction that was retracted, and beside it that retraction's own",
            Mended().Told(Sample.Icb, Sample.Retracted(correction)),
            Upheld(challenge, correction, "2024-05-05"),
            Upheld(challenge, SmallRecord.IdAt(6), "2024-05-05")
        );
        yield return Case(
            rule,
            "the correction of a correction keeps it",
            Mended().Told(Sample.Icb, Sample.Corrected(correction, Sample.Assigned(1, "2024-04-01"))),
            Upheld(challenge, Guid.NewGuid(), "2024-05-05"),
            Upheld(challenge, SmallRecord.IdAt(6), "2024-05-05")
        );
    }
}
