using Oversight.Record.Reviews;

namespace Oversight.Desk.Meetings;

/// <summary>A meeting that decided. What it says holds for each of its outcomes that does not say otherwise.</summary>
/// <param name="Title">What the meeting was: the source of each entry.</param>
/// <param name="On">The day on which it decided; outcomes take effect then.</param>
/// <param name="DecidedBy">Who decided; handed in with the person's name.</param>
public sealed record Meeting(string Title, DateOnly On, DecidedBy DecidedBy)
{
    /// <summary>What it was based on.</summary>
    public IReadOnlyList<EvidenceReference> Evidence { get; init; } = [];

    /// <summary>
    /// What kind of oversight meeting it was, such as quarterly: of that kind is each oversight review that does not say otherwise.
    /// </summary>
    public ReviewMeeting? Kind { get; init; }

    /// <summary>The day on which the organisations were told.</summary>
    public DateOnly? Communicated { get; init; }

    /// <summary>How its entries come into the record; live unless said otherwise.</summary>
    public Origin Origin { get; init; } = Origin.Live;

    /// <summary>The decision of an outcome that says nothing of its own.</summary>
    /// <exception cref="BadInputException">Something cannot be recorded as it stands.</exception>
    public Decision Decide()
    {
        if (!DateWithPrecision.TryParse($"{On:yyyy-MM-dd}", out var day))
        {
            throw new BadInputException("meeting.on", "must be a day from 1900 to 2199.");
        }

        var decision = new Decision(day, day, DecidedBy)
        {
            Evidence = Evidence,
            Source = new Source(Title, IsMeeting: true),
            Origin = Origin,
            Communicated = Communicated,
        };
        try
        {
            BadInputException.OptionalText(DecidedBy.Person, "decision.decidedBy.person", 200);
            (decision with { DecidedBy = DecidedBy with { Person = null } }).CheckInput();
        }
        catch (BadInputException e)
        {
            var field = e.Field == "decision.source.document" ? "title" : e.Field["decision.".Length..];
            throw new BadInputException($"meeting.{field}", e.Problem);
        }

        return decision;
    }
}

/// <summary>
/// A line of the minutes that nobody touched: it stores nothing. That something was looked at is said, by another type of outcome.
/// </summary>
public static class NotDiscussed
{
    /// <summary>The type of outcome by which it is written.</summary>
    public const string Type = "not_discussed";
}

/// <summary>An outcome that leaves things as they are: of an organisation its segment, of an engagement that it goes on.</summary>
/// <param name="Decision">What the decision says; the meeting's, where it says nothing of its own.</param>
/// <param name="NextReviewDue">When it is to be looked at next.</param>
/// <param name="Outcome">What was found.</param>
public sealed record NoChange(Decision Decision, DateWithPrecision? NextReviewDue = null, string? Outcome = null)
{
    /// <summary>The type of outcome by which it is asked for.</summary>
    public const string Type = "no_change";

    internal NoChange WithoutPerson() =>
        this with
        {
            Decision = Decision with { DecidedBy = Decision.DecidedBy with { Person = null } },
        };
}
