using Oversight.Projections.Registers;

namespace Oversight.Desk.Answers;

/// <summary>A register, and what it can be asked for.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Title">Its title.</param>
/// <param name="Description">What its rows are.</param>
/// <param name="Columns">Its columns.</param>
/// <param name="Shown">The columns that people are shown when they choose none.</param>
public sealed record RegisterDescription(
    string Name,
    string Title,
    string Description,
    IReadOnlyList<Column> Columns,
    IReadOnlyList<string> Shown
)
{
    /// <summary>Every register.</summary>
    public static IReadOnlyList<RegisterDescription> All { get; } =
    [
        .. Projections.Registers.Register.All.Select(r => new RegisterDescription(
            r.Name,
            r.Title,
            r.Description,
            r.Columns,
            r.Shown
        )),
    ];
}
