namespace Oversight.EmbeddedPostgres;

/// <summary>
/// The embedded database cannot be had. The message is for the person who started the program: it names what is
/// wrong and what to do about it, and holds no password.
/// </summary>
public sealed class EmbeddedPostgresException(string message) : Exception(message);

/// <summary>The program runs already on this data folder; the message says where.</summary>
public sealed class AlreadyRunningException(string message, Uri? address) : Exception(message)
{
    /// <summary>Where it answers, such as <c>http://localhost:5080</c>; null when it is still starting.</summary>
    public Uri? Address { get; } = address;
}
