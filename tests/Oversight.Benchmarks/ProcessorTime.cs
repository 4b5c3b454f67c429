using System.Globalization;

namespace Oversight.Benchmarks;

/// <summary>How long processes have kept a core busy, in seconds, as Linux counts it (in hundredths).</summary>
internal static class ProcessorTime
{
    private const double TicksPerSecond = 100;

    public static double Of(int process)
    {
        var stat = Stat(process);
        return stat is null ? 0 : (Ticks(stat, 11) + Ticks(stat, 12)) / TicksPerSecond;
    }

    /// <summary>The process, its children that live, and those that have ended.</summary>
    public static double OfTree(int process)
    {
        var stat = Stat(process);
        var ended = stat is null ? 0 : (Ticks(stat, 13) + Ticks(stat, 14)) / TicksPerSecond;
        var living = File.ReadAllText($"/proc/{process}/task/{process}/children")
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Sum(child => Of(int.Parse(child, CultureInfo.InvariantCulture)));
        return Of(process) + ended + living;
    }

    public static int ParentOf(int process) => (int)Ticks(Stat(process)!, 1);

    private static long Ticks(string[] stat, int field) => long.Parse(stat[field], CultureInfo.InvariantCulture);

    // What follows the name in brackets, which may hold anything; null when the process has ended.
    private static string[]? Stat(int process)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{process}/stat");
            return text[(text.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return null;
        }
    }
}
