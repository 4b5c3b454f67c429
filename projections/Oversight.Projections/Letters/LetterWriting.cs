using Oversight.Record.Organisations;
using Oversight.Record.Undertakings;

namespace Oversight.Projections.Letters;

/// <summary>A letter while it is written: what it is about, and the gaps found so far.</summary>
internal sealed class LetterWriting(
    RecordAt record,
    Timeline timeline,
    BelievedEntry entry,
    IReadOnlyList<OdsCode> organisations
)
{
    private readonly List<string> gaps = [];

    public RecordAt Record => record;

    public Timeline Timeline => timeline;

    public BelievedEntry Entry => entry;

    public IReadOnlyList<OdsCode> Organisations => organisations;

    public IReadOnlyList<string> Gaps => gaps;

    /// <summary>The latest day on which it may take effect; null when that is not known.</summary>
    public DateOnly? Day => entry.Effective.Precision == DatePrecision.Unknown ? null : entry.Effective.Latest;

    /// <summary>From when it holds, or a gap.</summary>
    public string Effective => Or(Day is null ? null : $"{entry.Effective}", "from when it holds");

    /// <summary>The framework or law under which it was decided.</summary>
    public string Authority
    {
        get
        {
            var basis =
                (entry.Content as IRestsOnLegalBasis)?.RestsOn().Basis ?? AcceptedUndertakings.Of(timeline)?.Basis?.Id;
            if (basis is not null)
            {
                return $"It was decided under: {LegalBasis.InWords(basis)}.";
            }

            if (timeline.Subject.Kind == SubjectKind.Undertakings || entry.Content is IRestsOnLegalBasis)
            {
                return $"It was decided under: {Gap("the legal basis")}";
            }

            var framework = Day is { } day ? FrameworkReference.On(day, record.Frameworks) : null;
            return framework?.Title is { } title
                ? $"It was decided under: {title}. {framework.Note}".TrimEnd()
                : $"It was decided under: {Gap("the oversight framework")}";
        }
    }

    /// <summary>The mark of something that the record does not state.</summary>
    public string Gap(string what)
    {
        if (!gaps.Contains(what))
        {
            gaps.Add(what);
        }

        return $"[not stated: {what}]";
    }

    /// <summary>A text, or the mark where there is none.</summary>
    public string Or(string? text, string what) => string.IsNullOrWhiteSpace(text) ? Gap(what) : text;

    /// <summary>A date, or the mark where there is none.</summary>
    public string Or(DateWithPrecision? date, string what) =>
        date is { Precision: not DatePrecision.Unknown } known ? $"{known}" : Gap(what);

    /// <summary>What kind of organisation the first of them is; null when it is not registered.</summary>
    public OrganisationKind? Kind => record.RegistrationOf(organisations[0])?.Kind;
}
