using Oversight.Projections.Registers;

namespace Oversight.Projections.Start;

/// <summary>How many rows of a list there are: those of a register that some filters leave.</summary>
/// <param name="Title">What they are.</param>
/// <param name="Register">The register.</param>
/// <param name="Filters">Which of its rows.</param>
/// <param name="Sorts">In which order.</param>
/// <param name="Count">How many.</param>
/// <param name="Rows">The rows in that order, as far as they were looked at.</param>
/// <param name="NotStated">What the record does not state and there might be rows of.</param>
public sealed record Counted(
    string Title,
    Register Register,
    IReadOnlyList<Filter> Filters,
    IReadOnlyList<Sort> Sorts,
    int Count,
    IReadOnlyList<Row> Rows,
    IReadOnlyList<NotStated> NotStated
)
{
    /// <summary>What a row says in a column; null for nothing.</summary>
    public object? Cell(Row row, string column) => Register.Columns.First(c => c.Name == column).Of(row);
}

/// <summary>Counts rows of registers for a region or an organisation, each register computed once.</summary>
internal sealed class Counting
{
    private readonly RecordAt record;
    private readonly DateOnly on;
    private readonly Filter[] of;
    private readonly Dictionary<Register, Row[]> rows = [];
    private readonly Lazy<AskedScope> scope;

    private Counting(RecordAt record, DateOnly on, params Filter[] of)
    {
        (this.record, this.on, this.of) = (record, on, of);
        scope = new(() => new(record.Noting(null), on, of));
    }

    /// <summary>Whatever concerns an organisation of a region.</summary>
    public static Counting Of(RecordAt record, DateOnly on, Region region) =>
        new(
            record.Listing(record.SubjectsAbout(record.OrganisationsOf(region))),
            on,
            new Filter("region", Comparison.Is, region.Code)
        );

    /// <summary>Whatever concerns an organisation.</summary>
    public static Counting Of(RecordAt record, DateOnly on, OdsCode organisation) =>
        new(
            record.Listing(record.SubjectsAbout([organisation])),
            on,
            new Filter("ods", Comparison.Is, organisation.Value)
        );

    /// <summary>Whatever concerns some subjects of the whole record.</summary>
    public static Counting Of(RecordAt record, DateOnly on, Func<SubjectId, bool> among) =>
        new(record.Listing(record.Subjects.Where(among).ToHashSet()), on);

    /// <summary>The record that is counted in: it lists no more than what may count.</summary>
    public RecordAt Record => record;

    /// <summary>The rows of a register that filters leave, written as in an address: deadlines?overdue=yes&amp;sort=due.</summary>
    /// <param name="title">What they are.</param>
    /// <param name="address">The register, its filters and the order.</param>
    /// <param name="missing">What of the record is told where it is missing, by its names; null: all that the register asks for.</param>
    public Counted Rows(string title, string address, string? missing = null)
    {
        var (register, own, sorts) = Read(address);
        var wanted = own.Select(filter => filter.In(register.Columns)).ToArray();
        Row[] found =
        [
            .. Sort.Apply(RowsOf(register).Where(row => wanted.All(want => want(row))), sorts, register.Columns),
        ];
        record.NoteSubjectsOf(found.SelectMany(row => row.RestsOn));
        Filter[] filters = [.. of, .. own];
        return new(
            title,
            register,
            filters,
            sorts,
            found.Length,
            found,
            // Nearly all that is counted could speak of the same organisations.
            own.Any(AskedScope.IsNarrowedBy)
                ? register.NotStatedOf(record, on, filters, missing: missing?.Split(", "))
                : register.NotStatedOf(scope.Value, missing?.Split(", "))
        );
    }

    /// <summary>Rows that were counted otherwise.</summary>
    public Counted Number(string title, string address, int count)
    {
        var (register, own, sorts) = Read(address);
        return new(title, register, [.. of, .. own], sorts, count, [], []);
    }

    private Row[] RowsOf(Register register)
    {
        if (!rows.TryGetValue(register, out var found))
        {
            var wanted = of.Select(filter => filter.In(register.Columns)).ToArray();
            found = rows[register] = [.. register.RowsOf(record, on).Where(row => wanted.All(want => want(row)))];
        }

        return found;
    }

    private static (Register Register, Filter[] Own, IReadOnlyList<Sort> Sorts) Read(string address)
    {
        var parts = address.Split('?', '&');
        return (
            Register.Of(parts[0]),
            [.. parts.Skip(1).Where(part => !IsSort(part)).Select(Filter.Parse)],
            [.. parts.Where(IsSort).SelectMany(part => Sort.Parse(part["sort=".Length..]))]
        );
    }

    private static bool IsSort(string part) => part.StartsWith("sort=", StringComparison.Ordinal);
}
