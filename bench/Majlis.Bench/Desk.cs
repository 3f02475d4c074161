using System.Net;
using System.Text.RegularExpressions;

namespace Majlis.Bench;

/// <summary>A browser of an operator, as far as a form of the desk needs one.</summary>
sealed partial class Desk(HttpClient http)
{
    /// <summary>By the link that the executable prints for a new operator.</summary>
    public static async Task<Desk> SignIn(string executable, string[] storage, Uri site)
    {
        var (_, told) = await Shell.Run(executable, ["operator", "add", "--email", "bench@majlis.example", .. storage]);
        var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = site };
        var link = new Uri(told.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Trim()).Last(l => l.StartsWith("http", StringComparison.Ordinal))).PathAndQuery;
        var desk = new Desk(http);
        await desk.Send(link, [new("token", link[(link.IndexOf('=', StringComparison.Ordinal) + 1)..])]);
        return desk;
    }

    /// <summary>Returns the moment at which the node answered that it was done.</summary>
    public async Task<double> Release(string edition, string name)
    {
        await Send($"/en/{edition}/desk/programme/releases", [new("Form.Name", name)]);
        return ProgrammeBench.Now();
    }

    /// <summary>Reads the form for its secret and sends it.</summary>
    async Task Send(string address, IEnumerable<KeyValuePair<string, string>> fields)
    {
        var form = await http.GetStringAsync(new Uri(address, UriKind.Relative));
        var secret = Secret().Match(form).Groups[1].Value;
        using var content = new FormUrlEncodedContent(fields.Append(new("__RequestVerificationToken", secret)));
        using var answer = await http.PostAsync(new Uri(address, UriKind.Relative), content);
        if (answer.StatusCode != HttpStatusCode.Redirect) throw new InvalidOperationException($"{address} answers {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]*value=\"([^\"]+)\"")]
    private static partial Regex Secret();
}
