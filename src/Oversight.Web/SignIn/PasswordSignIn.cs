using Microsoft.AspNetCore.Identity;
using Oversight.Ledger.People;

namespace Oversight.Web.SignIn;

/// <summary>Signs in with a name and a password, and changes the password.</summary>
internal sealed class PasswordSignIn(
    Passwords passwords,
    OutsideNames outside,
    UserManager<LocalUser> users,
    IPasswordHasher<LocalUser> hasher,
    TimeProvider clock
)
{
    /// <summary>How long a password has to be: length is what makes guessing hard.</summary>
    public const int Shortest = 12;

    /// <summary>The most of it that is taken.</summary>
    public const int LongestTaken = 256;

    /// <summary>What is said when they do not sign in, whatever the reason: nobody learns which names there are.</summary>
    public const string DoNotSignIn =
        "This name and password do not sign in. After five failures in a row a name waits for fifteen minutes.";

    /// <summary>How long after a link a password is set without the one before it: whoever forgot theirs gets a link.</summary>
    private static readonly TimeSpan FreshLink = TimeSpan.FromMinutes(15);

    private static readonly LocalUser Nobody = new("", "");
    private static string? nobodysHash;

    /// <summary>The subject whose name and password they are; null when they are nobody's, or the name is locked.</summary>
    public async Task<string?> FindAsync(string name, string password, CancellationToken cancellation)
    {
        var normalized = users.NormalizeName(name.Trim());
        var kept = await passwords.TryAsync(normalized, cancellation);
        // As long is worked for a name that nobody has.
        nobodysHash ??= hasher.HashPassword(Nobody, "nobody's");
        var compared = hasher.VerifyHashedPassword(
            Nobody,
            kept?.Hash ?? nobodysHash,
            password[..Math.Min(password.Length, LongestTaken + 1)]
        );
        if (kept is null || compared == PasswordVerificationResult.Failed)
        {
            return null;
        }

        if (compared == PasswordVerificationResult.SuccessRehashNeeded)
        {
            await passwords.KeepAsync(
                kept with
                {
                    Hash = hasher.HashPassword(Nobody, password),
                },
                normalized,
                cancellation
            );
        }

        await passwords.SucceededAsync(kept.Subject, cancellation);
        return kept.Subject;
    }

    /// <summary>Whether an account signs in here, and not with a provider of its own: that one would no longer decide who signs in.</summary>
    public async Task<bool> IsLocalAsync(SignedIn who, CancellationToken cancellation) =>
        !await outside.IsKnownAsync(who.Subject, cancellation);

    /// <summary>Whether the password that an account has is needed to set another.</summary>
    public bool NeedsCurrent(LocalUser user, SignedIn who) =>
        user.PasswordHash is not null
        && !(Sessions.IsBegunWith(who.By, SignedInWith.Link) && who.By.Made > clock.GetUtcNow() - FreshLink);

    /// <summary>Sets the password of an account.</summary>
    /// <returns>Why it is not set; null when it is.</returns>
    public async Task<string?> SetAsync(
        LocalUser user,
        SignedIn who,
        string name,
        string current,
        string password,
        CancellationToken cancellation
    )
    {
        // Guesses are counted here as they are where one signs in.
        if (NeedsCurrent(user, who) && await FindAsync(user.SignInName, current, cancellation) != who.Subject)
        {
            return "The present password is another. After five failures in a row it waits for fifteen minutes.";
        }

        name = name.Trim();
        if (name.Length is 0 or > 200 || name.Any(char.IsControl))
        {
            return "Write the name that you will sign in with: up to 200 characters.";
        }

        user.SignInName = name;
        user.PasswordHash = null;
        var set = await users.AddPasswordAsync(user, password);
        return set.Succeeded ? null : string.Join(' ', set.Errors.Select(error => error.Description));
    }
}

/// <summary>What a password has to be: long enough, and not the name that it goes with.</summary>
internal sealed class PasswordRules : IPasswordValidator<LocalUser>
{
    public Task<IdentityResult> ValidateAsync(UserManager<LocalUser> manager, LocalUser user, string? password) =>
        Task.FromResult(
            Fault(user, password ?? "") is { } fault
                ? IdentityResult.Failed(new IdentityError { Code = "password", Description = fault })
                : IdentityResult.Success
        );

    private static string? Fault(LocalUser user, string password) =>
        password.Length < PasswordSignIn.Shortest
            ? $"A password has {PasswordSignIn.Shortest} characters or more: several words are good."
        : password.Length > PasswordSignIn.LongestTaken
            ? $"A password has {PasswordSignIn.LongestTaken} characters at most."
        : new[] { user.Name, user.SignInName }.Any(name =>
            name.Length > 2 && password.Contains(name, StringComparison.OrdinalIgnoreCase)
        )
            ? "A password does not hold your own name: others would try that first."
        : null;
}
