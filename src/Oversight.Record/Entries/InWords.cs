using System.Text.Json;

namespace Oversight.Record.Entries;

/// <summary>How parts of events are put into words.</summary>
public static class InWords
{
    /// <summary>In the place of a person's name where the record has an id, and neither a name to it nor its redaction.</summary>
    public const string NoNameKept = "no name is kept";

    /// <summary>A value of a list of words as people write it: met and sustained.</summary>
    public static string Of<T>(T value)
        where T : struct, Enum => Stored(value).Replace('-', ' ');

    /// <summary>The same as it is stored and sent: met-and-sustained.</summary>
    public static string Stored<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    /// <summary>Several texts as people say them: one, two and three.</summary>
    public static string Several(IEnumerable<string> texts)
    {
        string[] all = [.. texts];
        return all.Length < 2 ? string.Concat(all) : $"{string.Join(", ", all[..^1])} and {all[^1]}";
    }

    /// <summary>A value as it begins a sentence: Control total.</summary>
    public static string Title<T>(T value)
        where T : struct, Enum => $"{char.ToUpperInvariant(Of(value)[0])}{Of(value)[1..]}";

    /// <summary>An amount behind a word: " £1,250,000"; nothing where none is stated.</summary>
    public static string Pounds(long? amount) =>
        amount is { } pounds
            ? string.Create(CultureInfo.InvariantCulture, $" {(pounds < 0 ? "−" : "")}£{Math.Abs(pounds):N0}")
            : "";

    /// <summary>How often a date was moved.</summary>
    public static string TimesMoved(int times) =>
        times switch
        {
            0 => "never moved",
            1 => "moved once",
            2 => "moved twice",
            _ => $"moved {times} times",
        };

    internal static string Listed<T>(IEnumerable<T> items) => string.Join(", ", items);

    // A text that people wrote may have several lines.
    internal static string OneLine(string text) => text.ReplaceLineEndings(" ");

    internal static string For<T>(IReadOnlyList<T>? some) => some is null ? "" : $" for {Listed(some)}";

    internal static string Until(DateWithPrecision? until) => until is null ? "" : $" until {until}";

    internal static string NextReview(DateWithPrecision? due) => due is null ? "" : $"; next review due {due}";
}

/// <summary>How parts of events are stated as facts: what about, and the value.</summary>
internal static class Stated
{
    public static IEnumerable<(string, string)> Each<T>(string what, IEnumerable<T> values) =>
        values.Select(value => (what, $"{value}"));

    public static IEnumerable<(string, string)> AllOrEach<T>(string what, IReadOnlyList<T>? some) =>
        some is null ? [(what, "all")] : Each(what, some);

    public static IEnumerable<(string, string)> Maybe(string what, DateWithPrecision? date) =>
        Maybe(what, date?.Stored);

    public static IEnumerable<(string, string)> Maybe(string what, int? number) => Maybe(what, number?.ToString());

    public static IEnumerable<(string, string)> Maybe(string what, string? text) =>
        string.IsNullOrWhiteSpace(text) ? [] : [(what, text)];
}
