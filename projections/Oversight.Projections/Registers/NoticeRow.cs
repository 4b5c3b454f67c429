using Oversight.Projections.Notices;
using Oversight.Record.Notices;

namespace Oversight.Projections.Registers;

/// <summary>Every notice of another body by the day, such as a warning notice or a rating: one row for each organisation that it is about.</summary>
internal sealed class NoticeRow(RecordAt record, NoticeOnDay notice, OdsCode organisation, DateOnly on) : Row
{
    public static Register Register { get; } =
        Register.Of(
            "notices",
            "Notices of other bodies",
            "ods, name, kind, about, rating, given, givenBy, state, closed",
            On,
            MayBeMissing.Notice
        );

    /// <summary>The organisation that it is about.</summary>
    [Heading("ODS")]
    public OdsCode Ods => organisation;

    /// <summary>Its name.</summary>
    [Heading("Organisation")]
    public string Name => record.NameOf(organisation);

    /// <summary>The code of its region.</summary>
    public IEnumerable<string> Region => record.RegionsOf([organisation]);

    /// <summary>The organisation that it is recorded about: an ICB where it names trusts of its system.</summary>
    public OdsCode RecordedAbout => notice.RecordedAbout;

    /// <summary>What it is.</summary>
    public NoticeKind Kind => notice.Kind;

    /// <summary>What it is about.</summary>
    public string About => notice.About;

    /// <summary>The rating, where one was given.</summary>
    public InspectionRating? Rating => notice.Rating;

    /// <summary>When it was given.</summary>
    public DateWithPrecision Given => notice.Given.Effective;

    /// <summary>Who gave it.</summary>
    public string GivenBy =>
        notice.By is { } by ? $"{by} ({Said.By(notice.Given.DecidedBy)})" : Said.By(notice.Given.DecidedBy);

    /// <summary>Whether it is open.</summary>
    public NoticeState State => notice.State;

    /// <summary>When it was closed.</summary>
    public DateWithPrecision? Closed => notice.Closed?.Effective;

    /// <summary>Why it was closed.</summary>
    [Heading("Why closed")]
    public string? ClosedBecause => notice.Closed?.Rationale;

    protected override Basis Basis =>
        new(
            new[] { notice.Given, notice.Closed }.OfType<Statement>().Select(s => s.Entry),
            [AnswerRules.NoticeOpen],
            Said.Framework(record, on)
        );

    private static IEnumerable<NoticeRow> On(RecordAt record, DateOnly day) =>
        from ods in record.Organisations
        from notice in NoticeOnDay.On(day, record.TimelineOf(ods)!)
        from organisation in notice.Concerning
        select new NoticeRow(record, notice, organisation, day);
}
