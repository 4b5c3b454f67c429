using System.Collections;
using System.Text.Json;
using Oversight.Projections.Timelines;
using Oversight.Record.Catalogue;

namespace Oversight.Projections.Registers;

/// <summary>
/// The history of whoever sees everything, asked for by kind and origin and in the order of places: a page of it costs the same however long the
/// record is.
/// </summary>
internal sealed class HistoryAsAsked : IReadOnlyList<Entry>
{
    private readonly IReadOnlyList<Entry>[] parts;
    private readonly bool isNewestFirst;

    private HistoryAsAsked(IReadOnlyList<Entry>[] parts, bool isNewestFirst)
    {
        (this.parts, this.isNewestFirst) = (parts, isNewestFirst);
        Count = parts.Sum(part => part.Count);
    }

    public int Count { get; }

    public Entry this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            foreach (var part in parts)
            {
                if (index < part.Count)
                {
                    return part[isNewestFirst ? part.Count - 1 - index : index];
                }

                index -= part.Count;
            }

            throw new ArgumentOutOfRangeException(nameof(index));
        }
    }

    /// <summary>Exactly the rows that some filters leave, in the order of some sorts; null where they are not kept so.</summary>
    public static HistoryRows? Of(RecordAt record, IReadOnlyList<Filter> filters, IReadOnlyList<Sort> sorts)
    {
        var kinds = filters.Where(IsOfKinds).ToArray();
        var origins = filters.Where(f => f is { Column: "origin", Comparison: Comparison.Is }).ToArray();
        if (
            kinds.Length > 1
            || origins.Length > 1
            || kinds.Length + origins.Length < filters.Count
            || !IsByPlace(sorts, out var byOrigin, out var isNewestFirst)
        )
        {
            return null;
        }

        var ofKinds = kinds.Length == 0 ? null : KindsIn(kinds[0]);
        var ofOrigins = origins.Length == 0 ? null : OriginsIn(origins[0]);
        IReadOnlyList<Entry>?[] found = byOrigin is null
            ? [record.EntriesKept(ofKinds, ofOrigins)]
            :
            [
                .. Enum.GetValues<Origin>()
                    .Where(origin => ofOrigins?.Contains(origin) != false)
                    .OrderBy(WordOf, StringComparer.OrdinalIgnoreCase)
                    .Select(origin => record.EntriesKept(ofKinds, [origin])),
            ];
        if (byOrigin?.Descending == true)
        {
            Array.Reverse(found);
        }

        return Array.TrueForAll(found, part => part is not null)
            ? new(record, since: null, new HistoryAsAsked(found!, isNewestFirst))
            : null;
    }

    /// <summary>Whether a filter wants some kinds of entry.</summary>
    public static bool IsOfKinds(Filter filter) => filter is { Column: "kind", Comparison: Comparison.Is };

    /// <summary>The kinds of event that it wants.</summary>
    public static IReadOnlySet<Type> KindsIn(Filter filter)
    {
        var words = WordsIn(filter);
        return EventCatalogue
            .Kinds.Where(k => words.Contains(k.Name, StringComparer.OrdinalIgnoreCase))
            .Select(k => k.Type)
            .ToHashSet();
    }

    public IEnumerator<Entry> GetEnumerator() =>
        parts.SelectMany(part => isNewestFirst ? part.Reverse() : part).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static bool IsByPlace(IReadOnlyList<Sort> sorts, out Sort? byOrigin, out bool isNewestFirst)
    {
        byOrigin = sorts.Count > 0 && sorts[0].Column == "origin" ? sorts[0] : null;
        var rest = sorts.Skip(byOrigin is null ? 0 : 1).ToArray();
        isNewestFirst = rest.Length == 1 && rest[0].Descending;
        return rest.Length == 0 || rest is [{ Column: "place" }];
    }

    private static HashSet<Origin> OriginsIn(Filter filter)
    {
        var words = WordsIn(filter);
        return [.. Enum.GetValues<Origin>().Where(origin => words.Contains(WordOf(origin)))];
    }

    private static string[] WordsIn(Filter filter) => filter.Value.Split(',', StringSplitOptions.TrimEntries);

    private static string WordOf(Origin origin) => JsonNamingPolicy.KebabCaseLower.ConvertName($"{origin}");
}
