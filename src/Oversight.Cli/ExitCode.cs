namespace Oversight.Cli;

/// <summary>How the program ends; scripts can rely on the numbers.</summary>
public enum ExitCode
{
    /// <summary>Done.</summary>
    Done = 0,

    /// <summary>Something unexpected, or stopped half-way.</summary>
    Unexpected = 1,

    /// <summary>The command, an option, a field or a file is not as it must be.</summary>
    BadInput = 2,

    /// <summary>A rule refuses the decision.</summary>
    Refused = 3,

    /// <summary>The subject has moved on, an imported fact contradicts the record, or a key was used for something else.</summary>
    Conflict = 4,

    /// <summary>What was asked about is not in the record.</summary>
    NotFound = 5,

    /// <summary>A replay found differences, a check of the documents faults, the record lacks entries, or a proof does not hold.</summary>
    Differences = 6,

    /// <summary>It cannot start: no database, already running, port in use.</summary>
    CannotStart = 7,
}
