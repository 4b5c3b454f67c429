namespace Oversight.Record.Frameworks;

/// <summary>One segment of a framework version.</summary>
/// <param name="Number">Its number, from 1 (least support) on.</param>
/// <param name="Label">What the framework calls it.</param>
public sealed record FrameworkSegment(int Number, string Label);

/// <summary>What one version of NHS England's oversight framework says. Frameworks are data, never code.</summary>
/// <param name="Id">Short id, such as nof-2022-23.</param>
/// <param name="Title">Its title.</param>
/// <param name="Year">The year in its title, such as 2022/23.</param>
/// <param name="Segments">Its segments, by number.</param>
/// <param name="SegmentedKinds">The kinds of organisation that are placed in segments under it.</param>
/// <param name="MostIntensiveSegment">The segment whose entry and exit need national agreement.</param>
/// <param name="Programme">What the programme of intensive support is called under it.</param>
/// <param name="NationalBodies">The ids of the bodies that can give national agreement.</param>
/// <param name="ReviewMonths">Months between reviews of a segment; null when it sets no rhythm.</param>
/// <param name="Published">When it was published.</param>
/// <param name="InForceUntil">Its last day, when it was published for a term; left out: until the next one.</param>
public sealed record FrameworkVersion(
    string Id,
    string Title,
    string Year,
    IReadOnlyList<FrameworkSegment> Segments,
    IReadOnlyList<OrganisationKind> SegmentedKinds,
    int MostIntensiveSegment,
    string Programme,
    IReadOnlyList<string> NationalBodies,
    int? ReviewMonths = null,
    DateWithPrecision? Published = null,
    DateWithPrecision? InForceUntil = null
)
{
    /// <summary>True when organisations of that kind are placed in segments.</summary>
    public bool Segmented(OrganisationKind kind) => SegmentedKinds.Contains(kind);

    /// <summary>The label of a segment; null when there is no such segment.</summary>
    public string? LabelOf(int segment) => Segments.FirstOrDefault(s => s.Number == segment)?.Label;

    /// <summary>Checks texts, numbers and that the segments hang together.</summary>
    /// <exception cref="BadInputException">Names the field at fault, under "framework".</exception>
    public void CheckInput()
    {
        SubjectId.OfFramework(Id);
        BadInputException.Text(Title, "framework.title", 300);
        BadInputException.Text(Programme, "framework.programme", 300);
        if (
            !DateWithPrecision.TryParse(Year, out var year)
            || year.Precision != DatePrecision.FinancialYear
            || year.ToString() != Year
        )
        {
            throw new BadInputException("framework.year", $"\"{Year}\" is not a financial year such as 2022/23.");
        }

        BadInputException.NoneMissing(Segments, "framework.segments");
        if (Segments.Count is 0 or > 20)
        {
            throw new BadInputException("framework.segments", "must hold 1 to 20 segments.");
        }

        Check.Once(Segments.Select(s => s.Number), "framework.segments");

        foreach (var segment in Segments)
        {
            CheckSegment(segment.Number, "framework.segments.number");
            BadInputException.Text(segment.Label, "framework.segments.label", 200);
        }

        if (LabelOf(MostIntensiveSegment) is null)
        {
            throw new BadInputException("framework.mostIntensiveSegment", "must be one of the segments.");
        }

        if (ReviewMonths is < 1 or > 120)
        {
            throw new BadInputException("framework.reviewMonths", "must be 1 to 120 months.");
        }

        if (NationalBodies.Count > 20)
        {
            throw new BadInputException("framework.nationalBodies", "at most 20 bodies are kept.");
        }

        foreach (var body in NationalBodies)
        {
            BadInputException.Text(body, "framework.nationalBodies", 100);
        }
    }

    /// <summary>Checks that a segment's number is one that any framework could have.</summary>
    /// <exception cref="BadInputException">It is below 1 or above 20.</exception>
    public static void CheckSegment(int segment, string field)
    {
        if (segment is < 1 or > 20)
        {
            throw new BadInputException(field, $"{segment} is not a segment: segments are numbered from 1.");
        }
    }
}
