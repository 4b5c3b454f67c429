using Oversight.Record.Frameworks;
using Oversight.Record.Organisations;
using Oversight.Record.Time;

namespace Oversight.Record.Events;

/// <summary>
/// Something that happened, in the past tense, never changed once recorded. The shapes below are what is stored
/// (<see cref="EventCatalogue"/> gives each its stable name); a test pins them.
/// </summary>
/// <param name="Decision">What all decisions have in common.</param>
public abstract record Event(Decision Decision)
{
    /// <summary>Checks what can be checked without knowing the record: texts, lengths, ranges.</summary>
    /// <exception cref="BadInputException">Names the field at fault.</exception>
    public virtual void CheckInput() => Decision.CheckInput();

    /// <summary>The organisations that it names besides the one that its stream may be about.</summary>
    public virtual IEnumerable<OdsCode> OrganisationsNamed() => [];

    /// <summary>
    /// The event with each person in it, name or commitment or none, put through a change that is told the field.
    /// </summary>
    public virtual Event WithPeople(Func<string?, string, string?> change) =>
        this with
        {
            Decision = Decision with
            {
                DecidedBy = Decision.DecidedBy with
                {
                    Person = change(Decision.DecidedBy.Person, "decision.decidedBy.person"),
                },
            },
        };

    /// <summary>The persons in it, as commitments.</summary>
    public IReadOnlyList<string> People()
    {
        var people = new List<string>();
        WithPeople(
            (person, _) =>
            {
                if (person is not null)
                {
                    people.Add(person);
                }

                return person;
            }
        );
        return people;
    }
}

/// <summary>An event that says which subject it begins; it must be the one that it is logged about.</summary>
public interface IBeginsNamed
{
    /// <summary>The subject that it begins.</summary>
    (SubjectId Subject, string Field) Begins();
}

/// <summary>An organisation exists from the effective date on.</summary>
/// <param name="Decision">Effective: when it was established.</param>
/// <param name="Organisation">Its ODS code.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Name">Its official name.</param>
/// <param name="Region">The code of the region that oversees it, such as Y60.</param>
/// <param name="AlsoKnownAs">Other names under which documents print it.</param>
public sealed record OrganisationRegistered(
    Decision Decision,
    OdsCode Organisation,
    OrganisationKind Kind,
    string Name,
    string Region,
    IReadOnlyList<string>? AlsoKnownAs = null
) : Event(Decision), IBeginsNamed
{
    /// <inheritdoc/>
    public (SubjectId Subject, string Field) Begins() => (SubjectId.Of(Organisation), "organisation");

    /// <inheritdoc/>
    public override void CheckInput()
    {
        base.CheckInput();
        BadInputException.Text(Name, "name", 200);
        Organisations.Region.Of(Region);
        foreach (var name in AlsoKnownAs ?? [])
        {
            BadInputException.Text(name, "alsoKnownAs", 200);
        }
    }
}

/// <summary>One organisation that follows another.</summary>
/// <param name="Organisation">The successor's ODS code.</param>
/// <param name="Kind">How it follows.</param>
public sealed record Successor(OdsCode Organisation, SuccessionKind Kind);

/// <summary>An organisation ended, and others follow it. Lives in the stream of the one that ended.</summary>
/// <param name="Decision">Effective: the first day on which the successors stand in its place.</param>
/// <param name="Successors">Those that follow, at least one.</param>
public sealed record OrganisationSucceeded(Decision Decision, IReadOnlyList<Successor> Successors) : Event(Decision)
{
    /// <inheritdoc/>
    public override void CheckInput()
    {
        base.CheckInput();
        BadInputException.NoneMissing(Successors, "successors");
        if (Successors.Count == 0 || Successors.DistinctBy(s => s.Organisation).Count() != Successors.Count)
        {
            throw new BadInputException("successors", "must name at least one organisation, and each only once.");
        }
    }

    /// <inheritdoc/>
    public override IEnumerable<OdsCode> OrganisationsNamed() => Successors.Select(s => s.Organisation);
}

/// <summary>A version of the oversight framework holds from the effective date on.</summary>
/// <param name="Decision">Effective: from when it is in force.</param>
/// <param name="Framework">What it says.</param>
public sealed record FrameworkPublished(Decision Decision, FrameworkVersion Framework) : Event(Decision), IBeginsNamed
{
    /// <inheritdoc/>
    public (SubjectId Subject, string Field) Begins() => (SubjectId.OfFramework(Framework.Id), "framework.id");

    /// <inheritdoc/>
    public override void CheckInput()
    {
        base.CheckInput();
        Framework.CheckInput();
    }
}

/// <summary>
/// A document states an organisation's segment for a period, as the annual assessment does: a position, not a decision
/// to move.
/// </summary>
/// <param name="Decision">Effective: the period, such as 2023/24. Source: the publication.</param>
/// <param name="Segment">The segment's number.</param>
/// <param name="Label">The label exactly as printed.</param>
public sealed record SegmentPublished(Decision Decision, int Segment, string Label) : Event(Decision), IStatesSegment
{
    /// <inheritdoc/>
    public override void CheckInput()
    {
        base.CheckInput();
        FrameworkVersion.CheckSegment(Segment, "segment");
        BadInputException.Text(Label, "label", 200);
        if (Decision.Source is null)
        {
            throw new BadInputException("decision.source", "must name the publication that states the segment.");
        }
    }
}

/// <summary>An organisation was placed in a segment.</summary>
/// <param name="Decision">Effective: from when.</param>
/// <param name="Segment">The segment's number.</param>
public sealed record SegmentAssigned(Decision Decision, int Segment) : Event(Decision), IPlacesInSegment
{
    /// <inheritdoc/>
    public override void CheckInput()
    {
        base.CheckInput();
        FrameworkVersion.CheckSegment(Segment, "segment");
    }
}

/// <summary>A segment was looked at again and left as it is.</summary>
/// <param name="Decision">Effective: the day of the review.</param>
/// <param name="Segment">The segment that was confirmed.</param>
/// <param name="NextReviewDue">When it is to be looked at next.</param>
public sealed record SegmentReviewed(Decision Decision, int Segment, DateWithPrecision? NextReviewDue = null)
    : Event(Decision)
{
    /// <inheritdoc/>
    public override void CheckInput()
    {
        base.CheckInput();
        FrameworkVersion.CheckSegment(Segment, "segment");
    }
}

/// <summary>What an annual assessment says about one area.</summary>
/// <param name="Heading">The area's heading as printed; headings change from year to year.</param>
/// <param name="Text">The text as printed.</param>
/// <param name="Lines">Where it stands in the source: 18-18.</param>
public sealed record AssessedArea(string Heading, string Text, string? Lines = null);

/// <summary>NHS England published its annual assessment of an ICB (NHS Act 2006, section 14Z59).</summary>
/// <param name="Decision">Effective: the year that was assessed. Source: the publication.</param>
/// <param name="Areas">The areas in the order printed, at least one.</param>
public sealed record AnnualAssessmentPublished(Decision Decision, IReadOnlyList<AssessedArea> Areas) : Event(Decision)
{
    /// <inheritdoc/>
    public override void CheckInput()
    {
        base.CheckInput();
        BadInputException.NoneMissing(Areas, "areas");
        if (Areas.Count is 0 or > 50 || Areas.DistinctBy(a => a.Heading).Count() != Areas.Count)
        {
            throw new BadInputException("areas", "must hold 1 to 50 areas, each heading once.");
        }

        for (var i = 0; i < Areas.Count; i++)
        {
            BadInputException.Text(Areas[i].Heading, $"areas[{i}].heading", 300);
            BadInputException.Text(Areas[i].Text, $"areas[{i}].text", 50_000);
            BadInputException.OptionalText(Areas[i].Lines, $"areas[{i}].lines", 50);
        }

        if (Decision.Source is null)
        {
            throw new BadInputException("decision.source", "must name the publication.");
        }
    }
}

/// <summary>
/// An earlier entry of the same stream was wrong: the replacement stands in place of its whole content, effective date
/// included. Of several corrections the latest place wins; the entry itself stays as it was.
/// </summary>
/// <param name="Decision">Who corrected and why; effective is the day on which the correction was decided.</param>
/// <param name="Target">The id of the entry that was wrong.</param>
/// <param name="Replacement">What it should have said; of the same kind.</param>
public sealed record EntryCorrected(Decision Decision, Guid Target, Event Replacement) : Event(Decision)
{
    /// <inheritdoc/>
    public override void CheckInput()
    {
        base.CheckInput();
        Replacement.CheckInput();
    }

    /// <inheritdoc/>
    public override IEnumerable<OdsCode> OrganisationsNamed() => Replacement.OrganisationsNamed();

    /// <inheritdoc/>
    public override Event WithPeople(Func<string?, string, string?> change) =>
        (EntryCorrected)base.WithPeople(change) with
        {
            Replacement = Replacement.WithPeople((person, field) => change(person, "replacement." + field)),
        };
}

/// <summary>
/// An earlier entry of the same stream no longer counts. Retracting a correction restores what stood before it;
/// retracting a retraction restores what it had taken away.
/// </summary>
/// <param name="Decision">Who retracted and why; effective is the day on which that was decided.</param>
/// <param name="Target">The id of the entry that no longer counts.</param>
public sealed record EntryRetracted(Decision Decision, Guid Target) : Event(Decision);

/// <summary>An event that says in which segment an organisation is.</summary>
public interface IStatesSegment
{
    /// <summary>The segment's number.</summary>
    int Segment { get; }
}

/// <summary>A decision that places an organisation in a segment, as against a position that a document states.</summary>
public interface IPlacesInSegment : IStatesSegment;
