using Oversight.Record.People;

namespace Oversight.Web.Design;

/// <summary>A part of the site that is reached from every page.</summary>
/// <param name="Text">What it is called.</param>
/// <param name="Path">Its address.</param>
/// <param name="TakesTimes">Whether it is asked for a day, as known at an instant: then these are carried along.</param>
internal sealed record NavigationItem(string Text, string Path, bool TakesTimes = false)
{
    /// <summary>Whether a page is of this part.</summary>
    public bool Holds(string path) =>
        Path == "/"
            ? path == "/"
            : path.Equals(Path, StringComparison.OrdinalIgnoreCase)
                || path.StartsWith(Path + "/", StringComparison.OrdinalIgnoreCase);
}

/// <summary>What is reached from every page, in the order of what somebody in a role needs.</summary>
internal static class Navigation
{
    private static readonly NavigationItem Start = new("Start", "/");
    private static readonly NavigationItem National = new("National picture", "/national", TakesTimes: true);
    private static readonly NavigationItem Recovery = new("Recovery Support", "/recoveries", TakesTimes: true);
    private static readonly NavigationItem Undertakings = new("Undertakings", "/undertakings", TakesTimes: true);
    private static readonly NavigationItem Deadlines = new("Deadlines", "/deadlines", TakesTimes: true);
    private static readonly NavigationItem Meetings = new("Meetings", "/meetings");
    private static readonly NavigationItem Questions = new("Questions", "/questions");
    private static readonly NavigationItem Log = new("Log a decision", "/log");
    private static readonly NavigationItem Registers = new("Lists", "/registers");

    /// <summary>For whoever has these rights.</summary>
    public static IReadOnlyList<NavigationItem> Of(Grants grants) =>
        grants.Audit
            ? [Start, Questions, Registers, National, Recovery, Undertakings, Deadlines, Meetings]
            :
            [
                Start,
                .. grants.Decide ? [Log] : Array.Empty<NavigationItem>(),
                National,
                Recovery,
                Undertakings,
                Deadlines,
                .. OfRegions(grants),
                Questions,
                Registers,
            ];

    // Meetings are for those who oversee.
    private static IEnumerable<NavigationItem> OfRegions(Grants grants) =>
        grants.ReadEverything || grants.Regions.Any() ? [Meetings] : [];
}
