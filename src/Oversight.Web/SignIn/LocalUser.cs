using Microsoft.AspNetCore.Identity;
using Oversight.Ledger.People;

namespace Oversight.Web.SignIn;

/// <summary>An account as ASP.NET Core Identity knows it.</summary>
/// <param name="subject">The account's subject.</param>
/// <param name="name">What it is called.</param>
internal sealed class LocalUser(string subject, string name)
{
    /// <summary>The account's subject.</summary>
    public string Subject => subject;

    /// <summary>What it is called.</summary>
    public string Name => name;

    /// <summary>The name that its password is used with; what it is called, until it has one.</summary>
    public string SignInName
    {
        get => field ?? name;
        set;
    }

    /// <summary>That name as names are compared.</summary>
    public string? NormalizedName { get; set; }

    /// <summary>Its password's hash; null while it has none.</summary>
    public string? PasswordHash { get; set; }
}

/// <summary>
/// The store of ASP.NET Core Identity, over the accounts, passwords and passkeys in the database. Accounts come and go elsewhere: here only
/// what they sign in with changes.
/// </summary>
internal sealed class LocalUsers(Accounts accounts, Passwords passwords, Passkeys passkeys)
    : IUserPasswordStore<LocalUser>,
        IUserPasskeyStore<LocalUser>
{
    public async Task<LocalUser?> FindByIdAsync(string userId, CancellationToken cancellationToken)
    {
        if (await accounts.FindAsync(userId, cancellationToken) is not { Closed: null } account)
        {
            return null;
        }

        var password = await passwords.OfAsync(userId, cancellationToken);
        var user = new LocalUser(userId, account.Shown) { PasswordHash = password?.Hash };
        user.SignInName = password?.SignInName ?? user.SignInName;
        return user;
    }

    public async Task<LocalUser?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) =>
        await passwords.FindAsync(normalizedUserName, cancellationToken) is { } password
            ? new LocalUser(password.Subject, password.SignInName)
            {
                NormalizedName = normalizedUserName,
                PasswordHash = password.Hash,
            }
            : null;

    public async Task<IdentityResult> UpdateAsync(LocalUser user, CancellationToken cancellationToken)
    {
        if (user.PasswordHash is null)
        {
            await passwords.RemoveAsync(user.Subject, cancellationToken);
            return IdentityResult.Success;
        }

        return await passwords.KeepAsync(
            new(user.Subject, user.SignInName, user.PasswordHash),
            user.NormalizedName!,
            cancellationToken
        )
            ? IdentityResult.Success
            : IdentityResult.Failed(new IdentityErrorDescriber().DuplicateUserName(user.SignInName));
    }

    public Task<IdentityResult> CreateAsync(LocalUser user, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Accounts are made by an administrator.");

    public Task<IdentityResult> DeleteAsync(LocalUser user, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Accounts are closed by an administrator.");

    public Task<string> GetUserIdAsync(LocalUser user, CancellationToken cancellationToken) =>
        Task.FromResult(user.Subject);

    public Task<string?> GetUserNameAsync(LocalUser user, CancellationToken cancellationToken) =>
        Task.FromResult<string?>(user.SignInName);

    public Task SetUserNameAsync(LocalUser user, string? userName, CancellationToken cancellationToken)
    {
        user.SignInName = userName ?? "";
        return Task.CompletedTask;
    }

    public Task<string?> GetNormalizedUserNameAsync(LocalUser user, CancellationToken cancellationToken) =>
        Task.FromResult(user.NormalizedName);

    public Task SetNormalizedUserNameAsync(LocalUser user, string? normalizedName, CancellationToken cancellationToken)
    {
        user.NormalizedName = normalizedName;
        return Task.CompletedTask;
    }

    public Task<string?> GetPasswordHashAsync(LocalUser user, CancellationToken cancellationToken) =>
        Task.FromResult(user.PasswordHash);

    public Task<bool> HasPasswordAsync(LocalUser user, CancellationToken cancellationToken) =>
        Task.FromResult(user.PasswordHash is not null);

    public Task SetPasswordHashAsync(LocalUser user, string? passwordHash, CancellationToken cancellationToken)
    {
        user.PasswordHash = passwordHash;
        return Task.CompletedTask;
    }

    public async Task<IList<UserPasskeyInfo>> GetPasskeysAsync(LocalUser user, CancellationToken cancellationToken) =>
        [.. (await passkeys.OfAsync(user.Subject, cancellationToken)).Select(Of)];

    public async Task<UserPasskeyInfo?> FindPasskeyAsync(
        LocalUser user,
        byte[] credentialId,
        CancellationToken cancellationToken
    ) =>
        await passkeys.FindAsync(credentialId, cancellationToken) is { } passkey && passkey.Subject == user.Subject
            ? Of(passkey)
            : null;

    public async Task<LocalUser?> FindByPasskeyIdAsync(byte[] credentialId, CancellationToken cancellationToken) =>
        await passkeys.FindAsync(credentialId, cancellationToken) is { } passkey
            ? await FindByIdAsync(passkey.Subject, cancellationToken)
            : null;

    public Task AddOrUpdatePasskeyAsync(LocalUser user, UserPasskeyInfo passkey, CancellationToken cancellationToken) =>
        passkeys.KeepAsync(
            new(
                passkey.CredentialId,
                user.Subject,
                passkey.Name,
                passkey.PublicKey,
                passkey.CreatedAt,
                passkey.SignCount,
                passkey.Transports,
                passkey.IsUserVerified,
                passkey.IsBackupEligible,
                passkey.IsBackedUp,
                passkey.AttestationObject,
                passkey.ClientDataJson
            ),
            cancellationToken
        );

    public Task RemovePasskeyAsync(LocalUser user, byte[] credentialId, CancellationToken cancellationToken) =>
        passkeys.RemoveAsync(user.Subject, credentialId, cancellationToken);

    public void Dispose()
    {
        // The connections are the record's.
    }

    private static UserPasskeyInfo Of(Passkey passkey) =>
        new(
            passkey.Id,
            passkey.PublicKey,
            passkey.Created,
            passkey.SignCount,
            passkey.Transports,
            passkey.IsUserVerified,
            passkey.IsBackupEligible,
            passkey.IsBackedUp,
            passkey.AttestationObject,
            passkey.ClientDataJson
        )
        {
            Name = passkey.Name,
        };
}
