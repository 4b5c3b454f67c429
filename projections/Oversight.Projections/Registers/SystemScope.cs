using Oversight.Record.Organisations;

namespace Oversight.Projections.Registers;

/// <summary>
/// A whole system where an organisation is asked for: <c>system:QOC</c> is the ICB and the trusts that belong to its system on the day, or
/// may. It may stand wherever an ODS code may, alone or among others.
/// </summary>
public static class SystemScope
{
    /// <summary>What stands before the ICB's code.</summary>
    public const string Prefix = "system:";

    private static readonly string[] Columns = ["ods", "dependsOn"];

    /// <summary>Filters in which every system is put as its organisations.</summary>
    /// <exception cref="BadInputException">What is named is no ICB in the record; the field is the filter's name.</exception>
    internal static IReadOnlyList<Filter> Expand(RecordAt record, DateOnly day, IReadOnlyList<Filter> filters) =>
        filters.Any(Names) ? [.. filters.Select(f => Names(f) ? Expand(record, day, f) : f)] : filters;

    /// <summary>The organisations of the system of an ICB on a day: itself, and its trusts.</summary>
    public static IEnumerable<OdsCode> Of(RecordAt record, OdsCode icb, DateOnly day) =>
        record.TrustsOfSystem(icb, day).Select(t => t.Organisation).Prepend(icb);

    /// <summary>What is missing where a system is asked about of which no trust is stated: then only its ICB is answered for.</summary>
    internal static IEnumerable<NotStated> NotStatedOf(RecordAt record, DateOnly day, IReadOnlyList<Filter> filters) =>
        from filter in filters.Where(Names)
        from value in ValuesOf(filter)
        where IsSystem(value)
        let icb = Icb(record, filter, CodeOf(value))
        where record.TrustsOfSystem(icb, day).Count == 0
        select new NotStated(
            "trusts-of-system",
            $"Which trusts belong to the system of {record.NameOf(icb, day)} ({icb}) on {DateWithPrecision.Day(day)} is not stated.",
            [icb.Value],
            1
        );

    private static string[] ValuesOf(Filter filter) =>
        filter.Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static bool IsSystem(string value) => value.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase);

    private static string CodeOf(string value) => value[Prefix.Length..].Trim();

    private static bool Names(Filter filter) =>
        Columns.Contains(filter.Column)
        && filter.Comparison is Comparison.Is or Comparison.Not
        && filter.Value.Contains(Prefix, StringComparison.OrdinalIgnoreCase);

    private static Filter Expand(RecordAt record, DateOnly day, Filter filter) =>
        filter with
        {
            Value = string.Join(
                ',',
                ValuesOf(filter)
                    .SelectMany(value =>
                        IsSystem(value)
                            ? Of(record, Icb(record, filter, CodeOf(value)), day).Select(o => o.Value)
                            : [value]
                    )
                    .Distinct(StringComparer.OrdinalIgnoreCase)
            ),
        };

    private static OdsCode Icb(RecordAt record, Filter filter, string code)
    {
        var registered = OdsCode.TryParse(code, out var ods) ? record.RegistrationOf(ods) : null;
        return registered is { Kind: OrganisationKind.Icb }
            ? ods
            : throw new BadInputException(
                filter.Name,
                registered is null
                    ? $"\"{code}\" is not an organisation in the record.{MeantSubject.Question(record, SubjectKind.Organisation, code)}"
                    : $"{registered.Name} ({code}) is no ICB: name the ICB whose system is meant, such as {Prefix}QOC."
            );
    }
}
