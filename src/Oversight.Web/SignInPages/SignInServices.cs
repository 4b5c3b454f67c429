using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Identity;
using Oversight.Ledger;
using Oversight.Web.SignIn;

namespace Oversight.Web.SignInPages;

/// <summary>Signing in: with a bearer token, or with a browser, which gets a session.</summary>
internal static class SignInServices
{
    /// <summary>Which of the two a request is signed in with.</summary>
    private const string Either = "Either";

    /// <summary>About twice what is usual: OWASP's advice for PBKDF2 with HMAC-SHA512.</summary>
    private const int HashIterations = 210_000;

    /// <summary>Adds what people and programs sign in with.</summary>
    /// <exception cref="FormatException">What is configured cannot be taken.</exception>
    public static void AddSignIn(this IServiceCollection services, WebSettings settings, LedgerDatabase database)
    {
        services.AddSingleton(_ => database.Accounts);
        services.AddSingleton(_ => database.Credentials);
        services.AddSingleton(_ => database.DeviceCodes);
        services.AddSingleton(services => services.GetRequiredService<OpenRecord>().SignIns);
        services.AddSingleton(_ => database.Passwords);
        services.AddSingleton(_ => database.Passkeys);
        services.AddSingleton(_ => database.OutsideNames);
        services.AddSingleton(_ => database.ServerKeys);

        var authentication = services
            .AddAuthentication(options =>
            {
                options.DefaultScheme = Either;
                options.DefaultSignInScheme = Sessions.SchemeName;
                options.DefaultSignOutScheme = Sessions.SchemeName;
            })
            .AddPolicyScheme(Either, displayName: null, options => options.ForwardDefaultSelector = SchemeOf)
            .AddScheme<AuthenticationSchemeOptions, BearerTokens>(BearerTokens.SchemeName, configureOptions: null)
            .AddCookie(
                Sessions.SchemeName,
                options =>
                {
                    options.EventsType = typeof(Sessions);
                    options.ExpireTimeSpan = Sessions.Idle;
                    options.SlidingExpiration = true;
                    Cookies.Secure(options.Cookie, settings, Cookies.Session);
                }
            )
            // Between asking for a passkey and getting it the framework keeps what it asked in this one.
            .AddCookie(
                IdentityConstants.TwoFactorUserIdScheme,
                options =>
                {
                    options.ExpireTimeSpan = Cookies.PasskeyLifetime;
                    Cookies.Secure(options.Cookie, settings, Cookies.Passkey);
                }
            );
        services.AddSingleton<Sessions>();
        services.AddIdentity(settings);
        services.AddAntiforgery(options =>
        {
            Cookies.Secure(options.Cookie, settings, Cookies.Form);
            options.SuppressXFrameOptionsHeader = true;
        });
        services.AddRateLimits(settings);
        services.AddHsts(options => options.MaxAge = TimeSpan.FromDays(365));
        settings.Check();
        if (OpenIdSettings.Parse(settings.OpenId) is { } provider)
        {
            OpenIdSignIn.Add(authentication, settings, provider);
        }

        services.AddKeys();
    }

    /// <summary>The addresses of signing in and out; the pages say theirs themselves.</summary>
    public static void MapSignIn(this IEndpointRouteBuilder routes)
    {
        PasswordEndpoints.Map(routes);
        PasskeyEndpoints.Map(routes);
        LinkEndpoints.Map(routes);
        DeviceEndpoints.Map(routes);
        OpenIdSignIn.Map(routes);
        SignOutEndpoint.Map(routes);
    }

    // Another site can make a browser send its cookies; it can neither read what is answered nor send the header Authorization. So in the
    // API cookies sign in whoever reads, and nobody who changes something. Forms of pages are protected by Forms.MapForms.
    private static string SchemeOf(HttpContext context) =>
        context.Request.Headers.Authorization.Count > 0
        || context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase)
            && !HttpMethods.IsGet(context.Request.Method)
            ? BearerTokens.SchemeName
            : Sessions.SchemeName;

    private static void AddIdentity(this IServiceCollection services, WebSettings settings)
    {
        services.AddScoped<PasswordSignIn>();
        services
            .AddIdentityCore<LocalUser>(options =>
            {
                options.User.AllowedUserNameCharacters = "";
                // Replaced by PasswordRules: length, and no rule of what it is made of.
                options.Password.RequiredLength = 1;
                options.Password.RequireDigit = false;
                options.Password.RequireLowercase = false;
                options.Password.RequireUppercase = false;
                options.Password.RequireNonAlphanumeric = false;
            })
            .AddUserStore<LocalUsers>()
            .AddPasswordValidator<PasswordRules>()
            .AddSignInManager();
        services.Configure<PasswordHasherOptions>(options => options.IterationCount = HashIterations);
        services.Configure<IdentityPasskeyOptions>(options =>
        {
            options.ServerDomain = settings.PublicAddress?.Host;
            // Not by the header Origin, as the framework does it: our pages tell no referrer, so browsers send their forms with none.
            options.ValidateOrigin = asked =>
                ValueTask.FromResult(
                    !asked.CrossOrigin
                        && Uri.TryCreate(asked.Origin, UriKind.Absolute, out var origin)
                        && origin.Scheme == (settings.IsOverTls ? Uri.UriSchemeHttps : Uri.UriSchemeHttp)
                        && HostString.FromUriComponent(origin) == asked.HttpContext.Request.Host
                );
            options.UserVerificationRequirement = "required";
            options.ResidentKeyRequirement = "required";
        });
    }

    // Shared by every instance, and read at the first cookie: what the framework starts for them would do it at the start.
    private static void AddKeys(this IServiceCollection services)
    {
        services.AddSingleton<SharedKeys>();
        services.AddDataProtection().SetApplicationName("oversight");
        services
            .AddOptions<KeyManagementOptions>()
            .Configure<SharedKeys>((options, keys) => options.XmlRepository = keys);
        foreach (var start in services.Where(StartsDataProtection).ToArray())
        {
            services.Remove(start);
        }

        static bool StartsDataProtection(ServiceDescriptor service) =>
            service.ServiceType == typeof(IHostedService)
            && service.ImplementationType?.Assembly == typeof(KeyManagementOptions).Assembly;
    }
}
