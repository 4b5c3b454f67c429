using Microsoft.Extensions.Primitives;

namespace Oversight.Web.Design;

/// <summary>A field that holds what cannot be taken, and why.</summary>
/// <param name="Field">The field's name; the id of its first input.</param>
/// <param name="Message">What is wrong, and what to write instead.</param>
public sealed record FieldError(string Field, string Message);

/// <summary>
/// What a form holds, by the names of its fields, and what is wrong with it. A page that shows a form again gives it to its fields, which
/// keep what was written in them and say what is wrong beside it.
/// </summary>
public sealed class Submitted
{
    private readonly Dictionary<string, StringValues> values = new(StringComparer.Ordinal);
    private readonly List<FieldError> errors = [];

    /// <summary>What a form was sent with.</summary>
    /// <param name="form">Its fields.</param>
    public static Submitted Of(IEnumerable<KeyValuePair<string, StringValues>> form)
    {
        var submitted = new Submitted();
        foreach (var (field, value) in form)
        {
            submitted.values[field] = value;
        }

        return submitted;
    }

    /// <summary>What is wrong, in the order in which it was found.</summary>
    public IReadOnlyList<FieldError> Errors => errors;

    /// <summary>Whether something is wrong.</summary>
    public bool HasErrors => errors.Count > 0;

    /// <summary>The names of its fields.</summary>
    public IEnumerable<string> Fields => values.Keys;

    /// <summary>What stands in a field, without blanks around it; null when nothing does.</summary>
    public string? this[string field] =>
        values.GetValueOrDefault(field).ToString().Trim() is { Length: > 0 } text ? text : null;

    /// <summary>All that was chosen under a name.</summary>
    public IReadOnlyList<string> All(string field) =>
        [.. values.GetValueOrDefault(field).Where(value => !string.IsNullOrWhiteSpace(value)).Select(value => value!)];

    /// <summary>Puts a value into a field.</summary>
    public Submitted With(string field, params IEnumerable<string?> value)
    {
        values[field] = new StringValues([.. value]);
        return this;
    }

    /// <summary>Says what is wrong with a field; one fault a field is said, the first.</summary>
    public void Fail(string field, string message)
    {
        if (ErrorOf(field) is null)
        {
            errors.Add(new(field, message));
        }
    }

    /// <summary>What is wrong with a field; null when nothing is.</summary>
    public string? ErrorOf(string field) => errors.Find(error => error.Field == field)?.Message;

    /// <summary>
    /// The date in a field of day, month and year, or as it was written where the day is not known; null when nothing is written, or what is
    /// written is no date, which is said at the field.
    /// </summary>
    /// <param name="field">The name that its inputs begin with.</param>
    public DateWithPrecision? Date(string field)
    {
        var parts = new[] { this[$"{field}-day"], this[$"{field}-month"], this[$"{field}-year"] };
        if (this[$"{field}-roughly"] is { } roughly)
        {
            if (parts.Any(part => part is not null))
            {
                Fail(field, "Write the day, or how exactly it is known: not both.");
                return null;
            }

            if (DateWithPrecision.TryParse(roughly, out var date))
            {
                return date;
            }

            Fail(
                field,
                $"“{roughly}” is no date: write 2024-03 for a month, Q1 2024/25 for a quarter, 2023/24 for a financial year, or unknown."
            );
            return null;
        }

        return Day(field) is { } day ? DateWithPrecision.Day(day) : null;
    }

    /// <summary>The day in a field of day, month and year; null when nothing is written, or it is no day, which is said at the field.</summary>
    /// <param name="field">The name that its inputs begin with.</param>
    public DateOnly? Day(string field)
    {
        var parts = new[] { this[$"{field}-day"], this[$"{field}-month"], this[$"{field}-year"] };
        if (parts.All(part => part is null))
        {
            return null;
        }

        string[] names = ["day", "month", "year"];
        var missing = names.Where((_, at) => parts[at] is null).ToArray();
        if (missing.Length > 0)
        {
            Fail(field, $"The date must have a {string.Join(" and a ", missing)}.");
            return null;
        }

        // As people write it: a month by its number or its name.
        if (
            DateOnly.TryParseExact(
                $"{parts[0]} {parts[1]} {parts[2]}",
                ["d M yyyy", "d MMM yyyy", "d MMMM yyyy"],
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out var day
            ) && day.Year is >= 1900 and <= 2199
        )
        {
            return day;
        }

        Fail(field, $"{parts[0]} {parts[1]} {parts[2]} is no day: write it like 27 3 2024.");
        return null;
    }

    /// <summary>Puts a date into the inputs of a field.</summary>
    /// <param name="field">The name that its inputs begin with.</param>
    /// <param name="date">The date.</param>
    public Submitted With(string field, DateWithPrecision date) =>
        date.Precision == DatePrecision.Day
            ? With($"{field}-day", $"{date.Earliest.Day}")
                .With($"{field}-month", $"{date.Earliest.Month}")
                .With($"{field}-year", $"{date.Earliest.Year}")
            : With($"{field}-roughly", date.ToString());
}

/// <summary>Something that can be chosen.</summary>
/// <param name="Value">As it is sent.</param>
/// <param name="Text">As it is read.</param>
/// <param name="Hint">What it means; null where the text says it.</param>
public sealed record Choice(string Value, string Text, string? Hint = null);
