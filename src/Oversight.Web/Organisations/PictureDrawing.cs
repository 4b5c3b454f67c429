using Oversight.Projections.Pictures;

namespace Oversight.Web.Organisations;

/// <summary>A bar: a period, or several so short that their bars could not be told apart.</summary>
/// <param name="X">Where it begins.</param>
/// <param name="Y">Its upper edge.</param>
/// <param name="Width">How wide it is.</param>
/// <param name="Periods">What it stands for, in the order in which they began.</param>
/// <param name="BeginsBefore">Whether it began before the picture does, or nobody knows when.</param>
public sealed record DrawnPeriod(
    double X,
    double Y,
    double Width,
    IReadOnlyList<PicturePeriod> Periods,
    bool BeginsBefore
);

/// <summary>Points that lie so close together that one mark stands for them.</summary>
/// <param name="X">Its middle.</param>
/// <param name="Y">Its middle.</param>
/// <param name="From">Where the time begins in which the first of them may lie; the middle where its day is known.</param>
/// <param name="To">Where that time ends.</param>
/// <param name="Points">The points, by date.</param>
public sealed record DrawnMark(double X, double Y, double From, double To, IReadOnlyList<PicturePoint> Points);

/// <summary>What is of one kind in a lane: its bars, and beneath them its marks.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Y">Its upper edge.</param>
/// <param name="Periods">The bars.</param>
/// <param name="Marks">The marks.</param>
public sealed record DrawnKind(
    PictureKind Kind,
    double Y,
    IReadOnlyList<DrawnPeriod> Periods,
    IReadOnlyList<DrawnMark> Marks
);

/// <summary>An organisation's lane as it is drawn.</summary>
/// <param name="Lane">The lane.</param>
/// <param name="Y">Its upper edge.</param>
/// <param name="Height">How high it is.</param>
/// <param name="Kinds">What is in it.</param>
public sealed record DrawnLane(PictureLane Lane, double Y, double Height, IReadOnlyList<DrawnKind> Kinds);

/// <summary>Where everything of a timeline picture is drawn: a pure function of the picture. Lengths are those of the drawing's own units.</summary>
public sealed class PictureDrawing
{
    /// <summary>How wide the drawing is.</summary>
    public const double Width = 1140;

    /// <summary>Where time begins; what is before it are labels.</summary>
    public const double Left = 178;

    /// <summary>How high a bar is.</summary>
    public const double Bar = 20;

    private const double Right = Width - 14;
    private const double Head = 40;
    private const double Name = 30;
    private const double Gap = 5;
    private const double MarkRow = 22;

    // Marks that are nearer to each other than this cannot be told apart, nor can bars that together are no wider.
    private const double Near = 11;
    private const double Narrowest = 3;
    private const int MostYearsAhead = 5;

    private readonly DateOnly first;
    private readonly double perDay;

    private PictureDrawing(TimelinePicture picture)
    {
        var (from, to) = Extent(picture);
        (first, perDay) = (from, (Right - Left) / Math.Max(1, to.DayNumber - from.DayNumber));
        (First, Last, On) = (from, to, XOf(picture.On));
        Years =
        [
            .. Enumerable
                .Range(from.Year, to.Year - from.Year + 1)
                .Select(year =>
                    (year, X: Math.Max(Left, XOf(new(year, 1, 1))), IsWhole: from <= new DateOnly(year, 1, 1))
                ),
        ];
        var y = Head;
        var lanes = new List<DrawnLane>();
        foreach (var lane in picture.Lanes)
        {
            var drawn = Draw(lane, picture.Points, y);
            lanes.Add(drawn);
            y += drawn.Height;
        }

        (Lanes, Height) = (lanes, y + 6);
        NotDrawn = picture.Points.Count(p => p.Date.Precision == DatePrecision.Unknown);
    }

    /// <summary>The first day that is drawn.</summary>
    public DateOnly First { get; }

    /// <summary>The last one.</summary>
    public DateOnly Last { get; }

    /// <summary>How high the drawing is.</summary>
    public double Height { get; }

    /// <summary>Where the day of the picture is.</summary>
    public double On { get; }

    /// <summary>Where each year begins, and whether it does so within the picture.</summary>
    public IReadOnlyList<(int Year, double X, bool IsWhole)> Years { get; }

    /// <summary>The lanes.</summary>
    public IReadOnlyList<DrawnLane> Lanes { get; }

    /// <summary>How many points have no date that could be drawn.</summary>
    public int NotDrawn { get; }

    /// <summary>That of a picture.</summary>
    public static PictureDrawing Of(TimelinePicture picture) => new(picture);

    /// <summary>Where a day is.</summary>
    public double XOf(DateOnly day) => Left + ((day.DayNumber - first.DayNumber) * perDay);

    // From the year in which anything but the organisations themselves began, or else from a year before the day; to the year's end after what is due.
    private static (DateOnly From, DateOnly To) Extent(TimelinePicture picture)
    {
        var ahead = picture.On.AddYears(MostYearsAhead);
        var begun = picture
            .Lanes.SelectMany(l => l.Periods)
            .Where(p => p.Kind != PictureKind.Organisation)
            .Select(p => p.From)
            .OfType<DateOnly>()
            .Concat(
                picture.Points.Where(p => p.Kind != PictureKind.Organisation && IsDated(p)).Select(p => p.Date.Earliest)
            )
            .Where(day => day <= picture.On)
            .DefaultIfEmpty(picture.On.AddYears(-1))
            .Min();
        var last = picture
            .Points.Where(IsDated)
            .Select(p => p.Date.Latest)
            .Where(day => day <= ahead)
            .Append(picture.On.AddMonths(2))
            .Max();
        return (new(begun.Year, begun.Month < 7 ? 1 : 7, 1), last.AddDays(30));
    }

    private static bool IsDated(PicturePoint point) => point.Date.Precision != DatePrecision.Unknown;

    private DrawnLane Draw(PictureLane lane, IReadOnlyList<PicturePoint> points, double top)
    {
        var y = top + Name;
        var kinds = new List<DrawnKind>();
        var own = points.Where(p => p.Organisations.Contains(lane.Organisation) && IsDated(p)).ToArray();
        foreach (var kind in Enum.GetValues<PictureKind>())
        {
            var periods = Bars(lane.Periods.Where(p => p.Kind == kind), y, out var rows);
            var marksAt = y + (rows * (Bar + Gap)) + (MarkRow / 2);
            // What begins a bar is told by it.
            var told = periods.SelectMany(p => p.Periods).SelectMany(p => p.RestsOn).Select(e => e.Id).ToHashSet();
            var marks = Marks(
                own.Where(p => p.Kind == kind && (p.Replaced.Count > 0 || !told.Contains(p.Entry.Id))),
                marksAt
            );
            if (periods.Count + marks.Count > 0)
            {
                kinds.Add(new(kind, y, periods, marks));
                y += (rows * (Bar + Gap)) + (marks.Count > 0 ? MarkRow : 0);
            }
        }

        return new(lane, top, Math.Max(y - top, Name + MarkRow) + 8, kinds);
    }

    // Each bar in the first row in which nothing else is at that time; short ones that follow each other are one.
    private List<DrawnPeriod> Bars(IEnumerable<PicturePeriod> periods, double top, out int rows)
    {
        var drawn = new List<DrawnPeriod>();
        var ends = new List<double>();
        // Where the last bar is, while others can join it.
        var (together, rowTogether) = (new List<PicturePeriod>(), 0);
        foreach (var period in periods)
        {
            var from = period.From is { } day ? XOf(day) : Left;
            var to = period.Until is { } until ? XOf(until) : On;
            if (to < Left || from > Right)
            {
                continue;
            }

            var x = Math.Max(Left, from);
            var width = Math.Max(Narrowest, Math.Min(to, Right) - x);
            if (drawn is [.., var last] && x >= last.X - Narrowest && x + width - last.X < Near)
            {
                together.Add(period);
                ends[rowTogether] = Math.Max(ends[rowTogether], x + width);
                drawn[^1] = last with { Width = ends[rowTogether] - last.X };
                continue;
            }

            // What is drawn wider than it is moves what follows it, and not into another row.
            var row = ends.FindIndex(end => end <= x + Narrowest);
            if (row < 0)
            {
                row = ends.Count;
                ends.Add(0);
            }

            (x, width) = (Math.Max(x, ends[row]), Math.Max(Narrowest, x + width - Math.Max(x, ends[row])));
            ends[row] = x + width;
            (together, rowTogether) = ([period], row);
            drawn.Add(new(x, top + (row * (Bar + Gap)), width, together, period.From is null || from < Left));
        }

        rows = ends.Count;
        return drawn;
    }

    private List<DrawnMark> Marks(IEnumerable<PicturePoint> points, double y)
    {
        var marks = new List<DrawnMark>();
        foreach (
            var (x, from, to, point) in points
                .Select(p => (From: XOf(p.Date.Earliest), To: XOf(p.Date.Latest), Point: p))
                .Where(p => p.To >= Left && p.From <= Right)
                .Select(p =>
                    (
                        (Math.Max(p.From, Left) + Math.Min(p.To, Right)) / 2,
                        Math.Max(p.From, Left),
                        Math.Min(p.To, Right),
                        p.Point
                    )
                )
                .OrderBy(p => p.Item1)
        )
        {
            if (marks.Count > 0 && x - marks[^1].X < Near)
            {
                marks[^1] = marks[^1] with { Points = [.. marks[^1].Points, point] };
            }
            else
            {
                marks.Add(new(x, y, from, to, [point]));
            }
        }

        return marks;
    }
}
