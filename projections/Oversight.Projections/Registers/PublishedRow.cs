using Oversight.Projections.PublishedPositions;

namespace Oversight.Projections.Registers;

/// <summary>
/// Every position that a publication states for a period, of segments and of Recovery Support, beside what the decisions in the record give
/// on the period's last day.
/// </summary>
internal sealed class PublishedRow(RecordAt record, PublishedPosition position) : Row
{
    public static Register Register { get; } =
        Register.Of(
            "published",
            "Published positions",
            "ods, name, about, period, publication, published, decided, agrees, difference",
            On,
            MayBeMissing.PublishedPosition,
            MayBeMissing.DecisionBesidePublished
        );

    /// <summary>Its ODS code.</summary>
    [Heading("ODS")]
    public OdsCode Ods => position.Organisation;

    /// <summary>Its official name.</summary>
    public string Name => record.NameOf(position.Organisation);

    /// <summary>The code of the region that oversees it.</summary>
    public string? Region => record.RegistrationOf(position.Organisation)?.Region;

    /// <summary>What the position is about.</summary>
    public PositionAbout About => position.About;

    /// <summary>The period for which it is stated, such as 2023/24.</summary>
    public DateWithPrecision Period => position.Period;

    /// <summary>The publication.</summary>
    public string? Publication => Source?.Document;

    /// <summary>Where in the publication.</summary>
    public string? Where => Source?.Fact;

    /// <summary>What is published: the segment's number, in-programme or left.</summary>
    public string Published => position.Published;

    /// <summary>What the decisions in the record give on the period's last day; empty where none is recorded by then.</summary>
    [Heading("By the decisions")]
    public IEnumerable<string> Decided => position.Decided;

    /// <summary>Whether the decisions give what is published; not stated where none is recorded by then.</summary>
    public StatedAnswer Agrees => position.Agrees;

    /// <summary>Where the two differ, or may, in one sentence.</summary>
    public string? Difference =>
        position.Agrees is StatedAnswer.No or StatedAnswer.Uncertain
            ? $"Published {position.Published} for {position.Period}; the decisions give {string.Join(" or ", position.Decided)} on "
                + $"{DateWithPrecision.Day(position.AsOf!.Value)}{(position.PerhapsNone ? ", or had not taken effect" : "")}."
            : null;

    /// <summary>What other publications state for the same period, with the publication and its entry.</summary>
    [Heading("Other publications say")]
    public IEnumerable<string> OthersSay =>
        position.Others.Select(o =>
            $"{o.Published}, in {o.Entry.Decision.Source?.Document ?? "an unnamed publication"} (entry {o.Entry.Id})"
        );

    /// <summary>Whether another publication states something else for the same period; empty where this is the only one.</summary>
    [Heading("Publications differ")]
    public bool? PublicationsDiffer =>
        position.Others.Count == 0 ? null : position.Others.Any(o => o.Published != position.Published);

    /// <summary>The day of the publication.</summary>
    public DateWithPrecision PublishedOn => position.Entry.Decision.Decided;

    /// <summary>The place of the entry that states it.</summary>
    public long Place => position.Entry.Place;

    /// <summary>The entry that states it.</summary>
    public Guid Entry => position.Entry.Id;

    /// <summary>Whether that entry was corrected.</summary>
    public bool Corrected => position.Entry.InForce is not null;

    /// <summary>The ids of the entries of the decisions.</summary>
    [Heading("Entries of the decisions")]
    public IEnumerable<string> DecidedIn => position.DecidedIn.Select(e => $"{e.Id}");

    protected override Basis Basis =>
        new(
            position
                .DecidedIn.Prepend(EntryReference.To(position.Entry))
                .Concat(position.Others.Select(o => EntryReference.To(o.Entry)))
                .OrderBy(e => e.Place),
            [AnswerRules.PublishedBesideDecided],
            position.AsOf is { } day ? Said.Framework(record, day) : null
        );

    private Source? Source => position.Entry.Decision.Source;

    private static IEnumerable<PublishedRow> On(RecordAt record, DateOnly day) =>
        from ods in record.Organisations
        from position in PublishedPosition.Of(record, ods, day)
        select new PublishedRow(record, position);
}
