namespace Oversight.Projections.Start;

/// <summary>What the national team has before it besides the picture: a pure function of the record as they see it.</summary>
/// <param name="Recovery">Who is in Recovery Support.</param>
/// <param name="ExitsRecommended">Exits that wait to be agreed or declined.</param>
/// <param name="TargetsMissed">Who is in Recovery Support past the target exit.</param>
public sealed record NationalStart(Counted Recovery, Counted ExitsRecommended, Counted TargetsMissed)
{
    /// <summary>That of a day.</summary>
    public static NationalStart Of(RecordAt record, DateOnly on)
    {
        // What an ICB is published to be in is said in its own timeline.
        var counting = Counting.Of(record, on, s => s.Kind is SubjectKind.Recovery or SubjectKind.Organisation);
        return new(
            counting.Rows("In Recovery Support", InRecovery.Address, "membership, target-exit"),
            Cards.ExitsRecommended(counting),
            counting.Rows(
                "In Recovery Support past the target exit",
                "engagements?state=in-programme,uncertain&targetMissed=yes&sort=targetDaysLeft",
                "membership, target-exit"
            )
        );
    }
}
