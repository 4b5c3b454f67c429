using Oversight.Record.People;

namespace Oversight.Ledger.People;

/// <summary>Somebody who is signed in.</summary>
/// <param name="Subject">What their entries are logged by: user:{guid}.</param>
/// <param name="Name">The name shown.</param>
/// <param name="Grants">Their rights in force when they were looked up.</param>
/// <param name="By">What signed them in.</param>
public sealed record SignedIn(string Subject, string Name, Grants Grants, Credential By)
{
    /// <summary>The token that they use, with which ends what they make with it; null in a browser.</summary>
    public Guid? Token => By.Kind is CredentialKind.Token or CredentialKind.Device ? By.Id : null;
}

/// <summary>What signs an account in, without its secret.</summary>
/// <param name="Id">Its id, by which it is revoked.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Name">What its owner calls it, or the browser or device that it is for.</param>
/// <param name="Scope">What it may be used for.</param>
/// <param name="Made">When it was made, by the database's clock.</param>
/// <param name="MadeBy">Who made it: its owner, an administrator, or the program itself.</param>
/// <param name="Expires">When it stops signing in; null: only when it is revoked.</param>
/// <param name="LastUsed">When it last was used, to the hour.</param>
/// <param name="Used">When a link was used.</param>
/// <param name="Revoked">When it was revoked; null when it was not.</param>
public sealed record Credential(
    Guid Id,
    CredentialKind Kind,
    string Name,
    TokenScope Scope,
    DateTimeOffset Made,
    string MadeBy,
    DateTimeOffset? Expires,
    DateTimeOffset? LastUsed,
    DateTimeOffset? Used,
    DateTimeOffset? Revoked
);

/// <summary>What signs somebody in.</summary>
public enum CredentialKind
{
    /// <summary>A bearer token, for the API and the command line.</summary>
    Token,

    /// <summary>A browser's cookie.</summary>
    Session,

    /// <summary>A link that signs in once.</summary>
    Link,

    /// <summary>A bearer token that a device got, to which somebody let it sign in by a code.</summary>
    Device,
}

/// <summary>What a credential may be used for.</summary>
public enum TokenScope
{
    /// <summary>For everything that its owner may do.</summary>
    ReadAndDecide,

    /// <summary>For reading only.</summary>
    Read,
}

/// <summary>What became of using a link. Where all are null, there is no such link.</summary>
/// <param name="SignedIn">Who is signed in; null when the link signs in nobody.</param>
/// <param name="UsedBefore">When it was used before.</param>
/// <param name="Ended">When it expired, or was revoked.</param>
public sealed record LinkUse(SignedIn? SignedIn, DateTimeOffset? UsedBefore = null, DateTimeOffset? Ended = null);
