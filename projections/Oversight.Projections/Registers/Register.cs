namespace Oversight.Projections.Registers;

/// <summary>
/// One list of everything of a kind, computed for a day from the record as believed at a place: each column can be
/// filtered and sorted by. A pure function of the record and the day.
/// </summary>
public sealed class Register
{
    private readonly Lazy<string> description;
    private readonly Lazy<IReadOnlyList<Column>> columns;
    private readonly Func<RecordAt, DateOnly, IReadOnlyList<Filter>, IEnumerable<Row>> rows;
    private readonly IReadOnlyList<MayBeMissing> mayBeMissing;

    // Finds rows as they are filtered and sorted, where they are kept so; null where they are not.
    private Func<RecordAt, IReadOnlyList<Filter>, IReadOnlyList<Sort>, IReadOnlyList<Row>?> kept = (_, _, _) => null;

    private Register(
        string name,
        string title,
        string shown,
        Func<string?> description,
        Func<IReadOnlyList<Column>> columns,
        Func<RecordAt, DateOnly, IReadOnlyList<Filter>, IEnumerable<Row>> rows,
        IReadOnlyList<MayBeMissing> mayBeMissing
    )
    {
        Name = name;
        Title = title;
        Shown = shown.Split(", ");
        this.description = new(() => description() ?? "");
        this.columns = new(columns);
        this.rows = rows;
        this.mayBeMissing = mayBeMissing;
    }

    /// <summary>Every register.</summary>
    public static IReadOnlyList<Register> All { get; } =
    [
        OrganisationRow.Register,
        EngagementRow.Register,
        CriterionRow.Register,
        JudgementRow.Register,
        EvidenceRow.Register,
        ProposalRow.Register,
        UndertakingRow.Register,
        CertificateRow.Register,
        PassingRow.Register,
        DirectionRow.Register,
        ReviewRow.Register,
        ConcernRow.Register,
        CommitmentRow.Register,
        SupportRow.Register,
        NoticeRow.Register,
        IndependentReviewRow.Register,
        FinancialFigureRow.Register,
        DeadlineRow.Register,
        ChallengeRow.Register,
        RetentionRow.Register,
        HistoryRow.Register,
        BackDatingRow.Register,
        SilenceRow.Register,
        DecisionRow.Register,
        PublishedRow.Register,
    ];

    /// <summary>Its name in addresses and on the command line.</summary>
    public string Name { get; }

    /// <summary>Its title.</summary>
    public string Title { get; }

    /// <summary>What its rows are, in a sentence or two.</summary>
    public string Description => description.Value;

    /// <summary>Its columns.</summary>
    public IReadOnlyList<Column> Columns => columns.Value;

    /// <summary>The names of the columns that people are shown when they choose none.</summary>
    public IReadOnlyList<string> Shown { get; }

    /// <summary>The register of that name.</summary>
    /// <exception cref="BadInputException">There is none; the message lists them.</exception>
    public static Register Of(string name, string field = "name") =>
        All.FirstOrDefault(register => register.Name == name)
        ?? throw new BadInputException(
            field,
            $"\"{name}\" is not a register: the registers are {string.Join(", ", All.Select(r => r.Name))}.{NearestWord.Question(name, All.Select(r => r.Name))}"
        );

    /// <summary>The rows that all filters want, sorted.</summary>
    /// <param name="record">The record at a place.</param>
    /// <param name="on">The day.</param>
    /// <param name="filters">Which rows are wanted; none: all.</param>
    /// <param name="sorts">In which order; none: the register's own.</param>
    /// <param name="columns">The names of the columns wanted; none: all.</param>
    /// <param name="missing">What of the record is told where it is missing, by the names of it; null: all that the register asks for.</param>
    /// <param name="among">Which of the rows, counted from the first; null: all.</param>
    /// <exception cref="BadInputException">A filter, sort or column cannot be taken; the field names it.</exception>
    public RegisterAnswer Ask(
        RecordAt record,
        DateOnly on,
        IReadOnlyList<Filter> filters,
        IReadOnlyList<Sort> sorts,
        IReadOnlyList<string> columns,
        IReadOnlyList<string>? missing = null,
        Range? among = null
    )
    {
        var asked = filters;
        filters = SystemScope.Expand(record, on, filters);
        var told = ColumnsToldTo(record);
        Func<Row, bool>[] wanted = [.. filters.Select(filter => filter.In(told))];
        Column[] chosen =
        [
            .. columns.Count == 0
                ? told
                : columns.Select(name => Column.Named(name, Columns, "columns")).Where(told.Contains),
        ];
        if (chosen.Distinct().Count() != chosen.Length)
        {
            throw new BadInputException("columns", "must name each column only once.");
        }

        // What it shows is what its rows rest on, and not all that was looked through to find them.
        var notStated = NotStatedOf(record, on, asked, missing: missing);
        // The order of recording is no secret, though places are: questions may sort by it.
        var (found, total) = kept(record.Noting(null), filters, sorts) is { } asAsked
            ? Sort.Apply(asAsked, [], Columns, among)
            : Sort.Apply(Wanted(rows(record.Noting(null), on, filters), wanted), sorts, Columns, among);
        record.NoteSubjectsOf(found.SelectMany(row => row.RestsOn));
        return new(this, on, record.Place, chosen, found, notStated) { Total = total };
    }

    private static IEnumerable<Row> Wanted(IEnumerable<Row> rows, Func<Row, bool>[] wanted) =>
        wanted.Length == 0 ? rows : rows.Where(row => wanted.All(want => want(row)));

    /// <summary>All rows of a day, in its own order, of which nothing is noted: for who counts rows of it by several filters.</summary>
    internal IReadOnlyList<Row> RowsOf(RecordAt record, DateOnly on) => [.. rows(record.Noting(null), on, [])];

    /// <summary>All its rows on a day, in its own order: for what computes more from them.</summary>
    internal IEnumerable<Row> RowsOn(RecordAt record, DateOnly on) => rows(record, on, []);

    /// <summary>Its columns, without the place where that is not told: it counts what others see.</summary>
    public IReadOnlyList<Column> ColumnsToldTo(RecordAt record) =>
        record.PlaceTold is null ? [.. Columns.Where(column => column.Name != "place")] : Columns;

    /// <summary>What the record does not state and rows would need for those whom the filters leave.</summary>
    /// <param name="record">The record at a place.</param>
    /// <param name="on">The day.</param>
    /// <param name="filters">Which rows are wanted.</param>
    /// <param name="field">What the filter by organisation is called where it was given; null for its own name.</param>
    /// <param name="missing">Of what it is told, by name; null: of all that the register asks for.</param>
    /// <exception cref="BadInputException">A filter names what is not in the record.</exception>
    public IReadOnlyList<NotStated> NotStatedOf(
        RecordAt record,
        DateOnly on,
        IReadOnlyList<Filter> filters,
        string? field = null,
        IReadOnlyList<string>? missing = null
    )
    {
        // What is not there shows nothing of what is.
        record = record.Noting(null);
        NotStated[] ofSystems;
        try
        {
            ofSystems = [.. SystemScope.NotStatedOf(record, on, filters)];
            filters = SystemScope.Expand(record, on, filters);
            AskedScope.CheckNames(record, filters);
        }
        catch (BadInputException e) when (field is not null)
        {
            throw new BadInputException(field, e.Problem);
        }

        if (mayBeMissing.Count == 0)
        {
            return ofSystems;
        }

        return
        [
            .. NotStatedOf(new AskedScope(record, on, filters), missing),
            .. ofSystems.Select(m => m with { Sentence = record.Lacks(m.Sentence) }),
        ];
    }

    /// <summary>The same, for whom several registers are asked.</summary>
    /// <param name="scope">Whom the rows could speak of.</param>
    /// <param name="missing">What of the record is told where it is missing, by the names of it; null: all that the register asks for.</param>
    internal IReadOnlyList<NotStated> NotStatedOf(AskedScope scope, IReadOnlyList<string>? missing) =>
        [
            .. mayBeMissing
                .Where(m => missing?.Contains(m.What) != false)
                .Select(scope.Missing)
                .OfType<NotStated>()
                .Select(m => m with { Sentence = scope.Record.Lacks(m.Sentence) }),
        ];

    /// <summary>A register of documented rows.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="title">Its title.</param>
    /// <param name="shown">The names of the columns that people are shown when they choose none, with commas between.</param>
    /// <param name="rows">Finds the rows of a day; what is asked for may tell them apart.</param>
    /// <param name="mayBeMissing">What the record may not state and the rows would need.</param>
    internal static Register Of<TRow>(
        string name,
        string title,
        string shown,
        Func<RecordAt, DateOnly, IReadOnlyList<Filter>, IEnumerable<TRow>> rows,
        params IReadOnlyList<MayBeMissing> mayBeMissing
    )
        where TRow : Row =>
        new(name, title, shown, () => Documentation.Of(typeof(TRow)), Column.Of<TRow>, rows, mayBeMissing);

    /// <summary>The same, of which some rows are kept as they may be asked for.</summary>
    /// <param name="rowsKept">Finds exactly the rows that some filters leave, in the order of some sorts; null where they are not kept so.</param>
    internal Register Keeping(Func<RecordAt, IReadOnlyList<Filter>, IReadOnlyList<Sort>, IReadOnlyList<Row>?> rowsKept)
    {
        kept = rowsKept;
        return this;
    }

    /// <summary>A register of documented rows, the same whatever is asked for.</summary>
    internal static Register Of<TRow>(
        string name,
        string title,
        string shown,
        Func<RecordAt, DateOnly, IEnumerable<TRow>> rows,
        params IReadOnlyList<MayBeMissing> mayBeMissing
    )
        where TRow : Row => Of(name, title, shown, (record, on, _) => rows(record, on), mayBeMissing);
}

/// <summary>What a register answers.</summary>
/// <param name="Register">The register.</param>
/// <param name="On">The day.</param>
/// <param name="Place">The place at which it was computed.</param>
/// <param name="Columns">The columns asked for.</param>
/// <param name="Rows">The rows.</param>
/// <param name="NotStated">What the record does not state and the rows would need.</param>
public sealed record RegisterAnswer(
    Register Register,
    DateOnly On,
    long Place,
    IReadOnlyList<Column> Columns,
    IReadOnlyList<Row> Rows,
    IReadOnlyList<NotStated> NotStated
)
{
    /// <summary>How many rows there are, of which these may be some.</summary>
    public int Total { get; init; } = Rows.Count;

    /// <summary>The rules by which the rows were found.</summary>
    public IReadOnlyList<AnswerRule> Rules =>
        [.. Rows.SelectMany(r => r.Rules).Distinct().OrderBy(r => r.Name, StringComparer.Ordinal)];

    /// <summary>The ids of the framework versions under which the rows are read.</summary>
    public IReadOnlyList<string> Frameworks => [.. Rows.Select(r => r.Framework).OfType<string>().Distinct().Order()];

    /// <summary>How many entries the rows rest on together.</summary>
    public int Entries => Rows.SelectMany(r => r.RestsOn).Select(e => e.Id).Distinct().Count();

    /// <summary>The ids of the people in its cells.</summary>
    public IEnumerable<string> People =>
        from column in Columns
        where column.Type == ColumnType.People
        from row in Rows
        from person in (IReadOnlyList<string>?)column.Of(row) ?? []
        select person;
}
