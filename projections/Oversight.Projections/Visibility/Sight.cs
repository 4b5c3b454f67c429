using Oversight.Record.People;
using Oversight.Record.Telling;

namespace Oversight.Projections.Visibility;

/// <summary>
/// What somebody sees of the record on a day, and what they may log in it: the one place that decides it, for every face. Who reads
/// everything sees the whole record. The team of a region sees whatever concerns an organisation that it oversees. An organisation's own
/// people see at once what the organisation said itself or was party to; any other decision only from when it was communicated to the
/// organisation (<see cref="Tellings"/>). What is public about organisations and frameworks, everybody sees who has any right. Several rights see what each of them sees.
/// Always judged by what is believed: content that was never communicated is never shown, even when an earlier wording was.
/// </summary>
/// <param name="Grants">Their rights.</param>
/// <param name="On">The day on which they look.</param>
public sealed partial record Sight(Grants Grants, DateOnly On)
{
    /// <summary>Whether they see the whole record.</summary>
    public bool SeesEverything => Grants.ReadEverything;

    /// <summary>The same for all who see the same of every record: what they may log besides does not matter to it.</summary>
    internal string SeesAs =>
        SeesEverything ? "everything"
        : Grants.All.Count == 0 ? "nothing"
        : string.Join(
            ' ',
            Grants
                .Regions.Select(region => $"region:{region.Code}")
                .Concat(Grants.Organisations.Select(own => $"own:{own}"))
                .Order(StringComparer.Ordinal)
                .Prepend(On.ToString("O", CultureInfo.InvariantCulture))
        );

    /// <summary>What they see of a subject: its whole timeline, some of it, or nothing (null).</summary>
    /// <param name="whole">The subject's whole timeline.</param>
    /// <param name="record">The whole record: it knows who oversees whom, and which system somebody belongs to.</param>
    public Timeline? See(Timeline whole, IBelievedRecord record)
    {
        if (SeesEverything || IsOverseenByThem(whole, record))
        {
            return whole;
        }

        if (Grants.All.Count == 0)
        {
            return null;
        }

        var everybodys = whole.Subject.Kind is SubjectKind.Organisation or SubjectKind.Framework;
        var organisations = Grants.Organisations.ToArray();
        if (organisations.Length == 0 && !everybodys)
        {
            return null;
        }

        var shown = whole.Only(timeline =>
        {
            var tellings = Tellings.Of(timeline);
            Func<BelievedEntry, DateOnly?>[] seenFrom =
            [
                .. organisations.Select(own => tellings.SeenFrom(own, record)),
                .. organisations.Select<OdsCode, Func<BelievedEntry, DateOnly?>>(own =>
                    entry => tellings.SeenAsTrustFrom(entry, own)
                ),
            ];
            return entry => (everybodys && entry.Content.IsPublic()) || seenFrom.Any(from => from(entry) <= On);
        });
        return shown.Entries.Count == 0 ? null : shown;
    }

    private bool IsOverseenByThem(Timeline whole, IBelievedRecord record)
    {
        string[] own = [.. Grants.Regions.Select(region => region.Code)];
        return own.Length > 0 && OverseeingRegions.Of(whole, record).Any(own.Contains);
    }
}
