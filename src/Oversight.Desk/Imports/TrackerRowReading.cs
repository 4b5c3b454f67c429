namespace Oversight.Desk.Imports;

/// <summary>A row of a tracker that cannot be taken.</summary>
/// <param name="Row">Its number as a spreadsheet program shows it.</param>
/// <param name="Column">The column's heading, or the field where no column is at fault; null when the row as a whole is.</param>
/// <param name="Value">What stands there.</param>
/// <param name="Why">Why it cannot be taken.</param>
public sealed record RefusedRow(int Row, string? Column, string? Value, string Why);

/// <summary>Where each field of a tracker stands: what its rows are read by.</summary>
internal sealed class TrackerColumns
{
    private readonly Dictionary<string, (int Index, string Heading)> columns = [];

    /// <summary>Finds the columns in the row of headings.</summary>
    /// <exception cref="DocumentNotUnderstoodException">A column that is needed, or that the map names, is not there once.</exception>
    public TrackerColumns(TrackerSheet sheet, TrackerKind kind, TrackerMap map)
    {
        Map = map;
        var headers = sheet.Rows.Where(r => map.HeaderRow is null || r.Number == map.HeaderRow).Take(1).ToArray();
        if (headers is not [var header])
        {
            throw new DocumentNotUnderstoodException(
                sheet.File,
                map.HeaderRow ?? 1,
                "there is no row of headings",
                "name its number in the map: \"headerRow\""
            );
        }

        HeaderRow = header.Number;
        // Many programs write dividers after the last heading, or after the last cells of every row.
        var widths = sheet.Rows.Where(r => r.Number > header.Number).Select(r => r.Cells.Count).Distinct().ToArray();
        Width =
            !sheet.EveryRowIsWhole ? null
            : widths is [var same] ? same
            : header.Cells.Count;
        Headed = header.Cells.Select((cell, i) => cell.IsEmpty ? 0 : i + 1).Max();
        foreach (var field in TrackerField.Of(kind))
        {
            // Without any columns in the map, those headed with a field's name are taken, as the program's own exports write it.
            int[] HeadedBy(string text) =>
                [.. Enumerable.Range(0, header.Cells.Count).Where(i => Same(header[i].Text, text))];
            var isNamed = map.Columns.ContainsKey(field.Name);
            var heading =
                map.Columns.Count > 0 ? map.Columns.GetValueOrDefault(field.Name)
                : field.InExports is { } exported && HeadedBy(exported).Length > 0 ? exported
                : field.Name;
            int[] found = heading is null ? [] : HeadedBy(heading);
            if (found.Length == 1)
            {
                columns[field.Name] = (found[0], header[found[0]].Text);
            }
            else if (found.Length > 1 || isNamed || (field.Needed && !map.Defaults.ContainsKey(field.Name)))
            {
                throw new DocumentNotUnderstoodException(
                    sheet.File,
                    header.Number,
                    heading is null
                        ? $"the map has no column for {field.Name}"
                        : $"{(found.Length > 1 ? $"{found.Length} columns are" : "no column is")} headed \"{heading}\", for {field.Name}",
                    "change the map, or give a default; the headings are "
                        + string.Join(", ", header.Cells.Where(c => !c.IsEmpty).Select(c => $"\"{c.Text}\""))
                );
            }
        }

        var read = columns.Values.Select(c => c.Index).ToHashSet();
        Unread =
        [
            .. header
                .Cells.Where((cell, i) => cell is { IsEmpty: false, IsCopy: false } && !read.Contains(i))
                .Select(c => c.Text),
        ];
    }

    public TrackerMap Map { get; }

    public int HeaderRow { get; }

    /// <summary>How many cells every row has to have; null where it may leave out those at its end.</summary>
    public int? Width { get; }

    /// <summary>How many cells the row of headings has up to the last heading.</summary>
    public int Headed { get; }

    /// <summary>The headings of columns from which nothing is read.</summary>
    public IReadOnlyList<string> Unread { get; }

    /// <summary>The fields that have a column.</summary>
    public IReadOnlyCollection<string> Fields => columns.Keys;

    /// <summary>The column of a field; null when there is none.</summary>
    public (int Index, string Heading)? Of(string field) => columns.TryGetValue(field, out var column) ? column : null;

    private static bool Same(string one, string other) =>
        string.Join(' ', one.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            .Equals(
                string.Join(' ', other.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)),
                StringComparison.OrdinalIgnoreCase
            );
}

/// <summary>Reads the fields of one row, and keeps what cannot be read in it.</summary>
internal sealed class TrackerRowReading(TrackerRow row, TrackerColumns columns)
{
    private static readonly char[] BetweenItems = [';', '\n'];

    private static readonly char[] BetweenCodes = [';', '\n', ',', ' ', '/'];

    private readonly List<RefusedRow> refused = [];

    public int Number => row.Number;

    /// <summary>True when the spreadsheet does not show it.</summary>
    public bool IsHidden => row.Hidden;

    public IReadOnlyList<RefusedRow> Refused => refused;

    /// <summary>True when the row has no value in any column that is read, as where formulas are prepared for rows to come.</summary>
    public bool IsEmpty => columns.Fields.All(name => !HasValue(name));

    /// <summary>Refuses what would be left out without a word: cells beyond the headings, and a row that ends before them.</summary>
    public void CheckWidth()
    {
        var filled = Enumerable
            .Range(0, row.Cells.Count)
            .LastOrDefault(i => row[i] is { Text.Length: > 0, IsCopy: false }, -1);
        if (filled >= columns.Headed)
        {
            refused.Add(
                new(
                    Number,
                    null,
                    Shortened(row[filled].Text),
                    "stands beyond the last heading: give its column a heading, or put a text that holds the divider in quotation marks"
                )
            );
        }
        else if (
            row.Cells.Count < columns.Headed
                ? columns.Width is not null
                : row.Cells.Count != (columns.Width ?? row.Cells.Count)
        )
        {
            // A divider that came or went moves every cell behind it.
            refused.Add(
                new(
                    Number,
                    null,
                    null,
                    $"has {row.Cells.Count} cells, where {Math.Max(columns.Headed, columns.Width ?? 0)} are expected: it may have "
                        + "been cut, or a divider be missing or doubled; write empty cells too, or save the tracker as XLSX"
                )
            );
        }
    }

    /// <summary>True when the row itself says something of a field, not only a default.</summary>
    public bool HasValue(string field) => CellOf(field).Fault is not null || MeaningOf(field).Length > 0;

    /// <summary>True when the tracker has somewhere to say it: a column, or a default.</summary>
    public bool CanSay(string field) => columns.Of(field) is not null || columns.Map.Defaults.ContainsKey(field);

    /// <summary>What the row says of a field, in our words; null when it says nothing.</summary>
    public string? Text(string field)
    {
        var cell = CellOf(field);
        if (cell.Fault is { } fault)
        {
            Refuse(field, fault);
            return null;
        }

        return MeaningOf(field) is { Length: > 0 } text ? text : columns.Map.Defaults.GetValueOrDefault(field);
    }

    /// <summary>As <see cref="Text"/>; a row that says nothing of it is refused.</summary>
    public string Needed(string field, string why = "is empty")
    {
        var text = Text(field);
        if (text is null && CellOf(field).Fault is null)
        {
            Refuse(field, why);
        }

        return text ?? "";
    }

    public DateWithPrecision? Date(string field)
    {
        if (CellOf(field).Date is { } date)
        {
            return date;
        }

        if (Text(field) is not { } text)
        {
            return null;
        }

        if (
            columns.Map.Dates is { } format
            && DateOnly.TryParseExact(text, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
        )
        {
            return Taken(
                field,
                () =>
                    format.Contains('d', StringComparison.Ordinal)
                        ? DateWithPrecision.Day(day)
                        : DateWithPrecision.Month(day.Year, day.Month)
            );
        }

        return Taken(
            field,
            () =>
                // Where the map says that months come first, digits in another form are not read the other way round.
                columns.Map.Dates
                    is { } form
                && form.IndexOf('M', StringComparison.Ordinal) < form.IndexOf('d', StringComparison.Ordinal)
                && text is ([_, '/' or '.' or '-', ..] or [_, _, '/' or '.' or '-', ..])
                    ? throw new FormatException($"is not a date of the form {form}, which the map names")
                    : DateWithPrecision.Parse(text)
        );
    }

    public DateWithPrecision NeededDate(string field, string why = "is empty") =>
        Needed(field, why).Length == 0 ? DateWithPrecision.Unknown : Date(field) ?? DateWithPrecision.Unknown;

    public int? WholeNumber(string field) =>
        Text(field) is not { } text ? null
        // A spreadsheet may show the noughts behind the point.
        : decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
        && number <= int.MaxValue
        && decimal.IsInteger(number)
            ? (int)number
        : Taken<int>(field, () => throw new FormatException("is not a whole number"));

    public OdsCode Organisation(string field) =>
        Needed(field) is { Length: > 0 } text ? Taken(field, () => OdsCode.Parse(text)) ?? default : default;

    public IReadOnlyList<OdsCode>? Organisations(string field)
    {
        var parts = Text(field)
            ?.Split(BetweenCodes, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return parts is null or [] ? null : [.. parts.Select(p => Taken(field, () => OdsCode.Parse(p)) ?? default)];
    }

    public IReadOnlyList<string>? Items(string field) =>
        Text(field)?.Split(BetweenItems, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            is { Length: > 0 } items
            ? items
            : null;

    /// <summary>One of our words; "Not met" is read as not-met.</summary>
    public T? Word<T>(string field)
        where T : struct, Enum
    {
        if (Text(field) is not { } text)
        {
            return null;
        }

        var words = Enum.GetValues<T>().ToDictionary(InWords.Stored);
        var word = string.Join(
            '-',
            text.ToLowerInvariant().Split([' ', '-', '_'], StringSplitOptions.RemoveEmptyEntries)
        );
        return words.TryGetValue(word, out var value)
            ? value
            : Taken<T>(
                field,
                () =>
                    throw new FormatException(
                        $"is none of {string.Join(", ", words.Keys)}; the map can say what the tracker's own words mean"
                    )
            );
    }

    /// <summary>Reads something that says by itself what is wrong with a text.</summary>
    public T? Taken<T>(string field, Func<T> read)
        where T : struct
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is FormatException or BadInputException or ArgumentOutOfRangeException)
        {
            Refuse(field, e is BadInputException bad ? bad.Problem : e.Message);
            return null;
        }
    }

    public void Refuse(string? field, string why)
    {
        var refusal = new RefusedRow(
            Number,
            field is null ? null : ColumnOf(field),
            field is null ? null : ValueOf(field),
            why
        );
        if (!refused.Contains(refusal))
        {
            refused.Add(refusal);
        }
    }

    private string ColumnOf(string field) => columns.Of(field)?.Heading ?? field;

    private string? ValueOf(string field) =>
        CellOf(field).Text is { Length: > 0 } text ? Shortened(text) : columns.Map.Defaults.GetValueOrDefault(field);

    private static string Shortened(string text) => text.Length > 100 ? text[..99] + "…" : text;

    // What the map says that the tracker's own word means; nothing for a word that means an empty cell.
    private string MeaningOf(string field)
    {
        var text = CellOf(field).Text;
        return text.Length > 0 && columns.Map.Words.TryGetValue(field, out var words)
            ? words.FirstOrDefault(w => w.Key.Trim().Equals(text, StringComparison.OrdinalIgnoreCase)).Value ?? text
            : text;
    }

    private TrackerCell CellOf(string field) => columns.Of(field) is { } column ? row[column.Index] : TrackerCell.Empty;
}
