using System.IO.Compression;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Majlis.Cluster;
using Majlis.Database;
using Majlis.Mail;
using Majlis.Platform;
using Majlis.Print;
using Majlis.Web.Forums.Api;
using Majlis.Web.Parties;
using Majlis.Web.Parties.Api;
using Majlis.Web.People;
using Majlis.Web.People.Api;
using Majlis.Web.Programme;
using Majlis.Web.Programme.Api;
using Majlis.Web.Shell;
using Majlis.Web.Shell.Api;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.WebEncoders;
using NodaTime;

namespace Majlis.Web;

/// <summary>Puts the site together: what it is made of, and the way a request takes through it.</summary>
public static class MajlisHost
{
    /// <param name="urls">Null: whatever the configuration says (tests).</param>
    /// <param name="adjust">Puts other ports in place of ours: a clock that stands, a mailbox in memory.</param>
    public static WebApplication Build(string[] args, Storage storage, string? urls, Action<IServiceCollection>? adjust = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ApplicationName = typeof(MajlisHost).Assembly.GetName().Name, Args = args, ContentRootPath = AppContext.BaseDirectory });
        // Run from source, static files are still in the project; a published folder has them beside the executable.
        builder.WebHost.UseStaticWebAssets();
        if (urls is not null) builder.WebHost.UseUrls(urls);
        // The framework tells every request; what an operator should read is what went wrong.
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        builder.Logging.AddFilter("Polly", LogLevel.Warning);
        // It warns that keys lie in the data folder unencrypted: they do, readable by their owner only, and the guide to operations says so.
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        Compose(builder, storage);
        adjust?.Invoke(builder.Services);
        var app = builder.Build();
        Pave(app);
        return app;
    }

    /// <summary>Brings the database to this version before the first request.</summary>
    public static Task Prepare(WebApplication app, CancellationToken cancellation = default) =>
        app.Services.GetRequiredService<IDbContextFactory<AppDb>>().Migrate(cancellation);

    static void Compose(WebApplicationBuilder builder, Storage storage)
    {
        var services = builder.Services;
        services.AddSingleton<IClock>(SystemTime.Clock);
        services.AddDatabase(storage);
        builder.AddCluster(storage);
        services.AddMail(storage.DataFolder);
        services.AddSingleton<IPress>(s => new SkiaPress(name => s.GetRequiredService<IWebHostEnvironment>().WebRootFileProvider.GetFileInfo($"lib/print/{name}").CreateReadStream()));
        services.AddSingleton<IPhotoService, SkiaPhotos>();
        services.AddSingleton<IFileService>(new FolderFiles(Path.Combine(storage.DataFolder, "files")));
        services.AddDataProtection().SetApplicationName("majlis").PersistKeysToFileSystem(KeyFolder(storage));
        services.AddShell();
        services.AddAccounts(builder.Configuration);
        // The default encoder writes every Cyrillic and Arabic letter as a number: twice the bytes, and unreadable source.
        services.Configure<WebEncoderOptions>(o => o.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All));
        services.AddResponseCompression(o =>
        {
            o.EnableForHttps = true;
            o.MimeTypes = [.. ResponseCompressionDefaults.MimeTypes, "text/calendar", "application/rss+xml", "application/ld+json", "image/svg+xml", "application/manifest+json"];
        });
        services.Configure<BrotliCompressionProviderOptions>(o => o.Level = CompressionLevel.Optimal);
        builder.WebHost.ConfigureKestrel(o =>
        {
            o.AddServerHeader = false;
            o.Limits.MaxRequestBodySize = 40 * 1024 * 1024;
        });
    }

    /// <summary>Whoever reads the keys can make sign-ins: the folder is its owner's alone.</summary>
    static DirectoryInfo KeyFolder(Storage storage)
    {
        var folder = Path.Combine(storage.DataFolder, "keys");
        return OperatingSystem.IsWindows() ? Directory.CreateDirectory(folder) : Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    static void Pave(WebApplication app)
    {
        if (AccountSetup.TrustedProxies(app.Configuration) > 0) app.UseForwardedHeaders();
        app.UseMiddleware<SafeHeaders>();
        var pages = app.Services.GetRequiredService<KeptPages>();
        app.Use(pages.Answer);
        app.UseMiddleware<ErrorPages>();
        app.UseRouting();
        app.Use(pages.Keep);
        app.UseResponseCompression();
        app.UseRateLimiter();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseMiddleware<VisitGate>();
        app.UseMiddleware<KeptAnswers>();
        app.MapStaticAssets().AllowAnonymous();
        app.MapRazorPages().WithStaticAssets();
        app.MapProgramme();
        app.MapFlags();
        app.MapFiles();
        app.MapShell();
        app.MapLive();
        app.MapProgrammeFeeds();
        app.MapProgrammeApi();
        app.MapEditionApi();
        app.MapPartiesApi();
        app.MapReleasesApi();
        app.MapConflictsApi();
        app.MapSpeakersApi();
        app.MapProtocolApi();
    }
}

static class SystemTime
{
    /// <summary>The one place that reads the machine's clock.</summary>
#pragma warning disable RS0030 // this is what everything else is given
    public static readonly IClock Clock = SystemClock.Instance;
#pragma warning restore RS0030
}
