using System.Globalization;
using System.Text.Json;
using Majlis.Platform;
using NodaTime;
using NodaTime.Text;

namespace Majlis.Meetings.Planning;

/// <summary>A problem as JSON, and a plan as JSON; described in docs/guide/planner.md, the problem's schema in docs/guide/planning-problem.schema.json.</summary>
public static class ProblemFile
{
    const int MostBytes = 64 * 1024 * 1024, MostDepth = 8, LongestText = 200, MostEntries = 500_000;

    static readonly LocalDateTimePattern Time = LocalDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mm");

    /// <exception cref="Refusal">Codes under <c>meetings.file_</c>, which name the line or the field, or <c>meetings.problem_faulty</c>. No other exception comes from the content of a file.</exception>
    public static Problem Read(Stream stream)
    {
        using var bytes = new MemoryStream();
        var buffer = new byte[81_920];
        for (int read; (read = stream.Read(buffer)) > 0;)
        {
            if (bytes.Length + read > MostBytes) throw new Refusal("meetings.file_too_large", ("megabytes", MostBytes / (1024 * 1024)));
            bytes.Write(buffer, 0, read);
        }
        try
        {
            using var document = JsonDocument.Parse(bytes.GetBuffer().AsMemory(0, (int)bytes.Length), new() { MaxDepth = MostDepth, AllowDuplicateProperties = false });
            var problem = Problem(new(document.RootElement, ""));
            ProblemFaults.Refuse(problem);
            return problem;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Invalid UTF-8 inside a text comes as InvalidOperationException, without a place.
            throw new Refusal("meetings.file_json", ("line", ((e as JsonException)?.LineNumber ?? 0) + 1));
        }
    }

    static Problem Problem(Node root)
    {
        var problem = new Problem
        {
            Slots = root.List("slots", Slot), Parties = root.List("parties", n => new Party(n.Text("id"), n.Optional("name", Node.AsText) ?? n.Text("id"))), People = root.List("people", Person),
            Rooms = root.List("rooms", Room), Requests = root.List("requests", Request), Interpreters = root.Maybe("interpreters", Interpreter),
            Orders = root.Maybe("orders", n => new MeetingOrder(n.Text("first"), n.Text("then"))), Walks = root.Maybe("walks", n => new BuildingWalk(n.Text("a"), n.Text("b"), n.Number("minutes"))),
            DefaultWalk = root.Number("defaultWalk", 0), Turnaround = root.Number("turnaround", 0), Previous = root.Maybe("previous", n => Placement(n, n.Text("request"))),
            PreviousStays = root.Optional("previousStays", Node.AsFlag), Weights = root.Optional("weights", Weights) ?? new(),
        };
        root.End();
        return problem;
    }

    static Slot Slot(Node n) => new(n.Text("id"), n.At("start", v => v.Kind == JsonValueKind.String && Time.Parse(v.Text()) is { Success: true } time ? time.Value : throw v.Wrong("YYYY-MM-DDTHH:MM")),
        n.Number("minutes"), n.At("half", v => v.Word<DayHalf>()));

    static Principal Person(Node n) => new(n.Text("id"), n.Text("party"), n.Number("level", 5)) { Away = n.Texts("away"), MostADay = n.MaybeNumber("mostADay"), MostAHalfDay = n.MaybeNumber("mostAHalfDay") };

    static Room Room(Node n) => new(n.Text("id"), n.Text("class"), n.Text("building"), n.Number("seats"), n.Number("tables", 1)) { Closed = n.Texts("closed"), Taken = n.Optional("taken", v => v.Numbers()) ?? new() };

    static Interpreter Interpreter(Node n) => new(n.Text("id"), n.List("pairs", Pair)) { Away = n.Texts("away"), MostADay = n.MaybeNumber("mostADay") };

    static LanguagePair Pair(Node n) => n.Items() is [var a, var b] ? new(a.Text(), b.Text()) : throw n.Wrong("[a, b]");

    static Request Request(Node n)
    {
        var id = n.Text("id");
        return new(id, n.At("from", Side), n.At("to", Side))
        {
            RoomClass = n.Optional("roomClass", Node.AsText), Seats = n.MaybeNumber("seats"), Slots = n.Texts("slots"),
            Languages = n.Has("languages") ? n.At("languages", Pair) : null, Locked = n.Has("locked") ? n.At("locked", l => l.Ended(Placement(l, id))) : null,
        };
    }

    static Side Side(Node n) => n.Ended(new Side(n.Text("party"), n.Texts("people"), n.Has("wish") ? n.At("wish", v => v.Word<Wish>()) : Wish.Wish));

    static Placement Placement(Node n, string request) => new(request, n.Text("slot"), n.Text("room"), n.Optional("interpreter", Node.AsText));

    static Weights Weights(Node n)
    {
        var usual = new Weights();
        return n.Ended(new Weights
        {
            Must = n.Number("must", usual.Must), Wish = n.Number("wish", usual.Wish), Willing = n.Number("willing", usual.Willing), FirstMeeting = n.Number("firstMeeting", usual.FirstMeeting),
            Level = n.Number("level", usual.Level), Gap = n.Number("gap", usual.Gap), UnfairGap = n.Number("unfairGap", usual.UnfairGap), RoomChange = n.Number("roomChange", usual.RoomChange),
            Moved = n.Number("moved", usual.Moved), Rehoused = n.Number("rehoused", usual.Rehoused), Dropped = n.Number("dropped", usual.Dropped),
        });
    }

    public static void Write(Problem problem, Stream stream) => JsonSerializer.Serialize(stream, new
    {
        slots = problem.Slots.Select(s => new { s.Id, start = Time.Format(s.Start), s.Minutes, half = Word(s.Half) }),
        problem.Parties, problem.People, problem.Rooms,
        interpreters = problem.Interpreters.Select(i => new { i.Id, pairs = i.Pairs.Select(p => new[] { p.A, p.B }), i.Away, i.MostADay }),
        requests = problem.Requests.Select(r => new
        {
            r.Id, from = Side(r.From), to = Side(r.To), r.RoomClass, r.Seats, languages = r.Languages is { } pair ? new[] { pair.A, pair.B } : null, r.Slots,
            locked = r.Locked is { } l ? new { l.Slot, l.Room, l.Interpreter } : null,
        }),
        problem.Orders, problem.Walks, problem.DefaultWalk, problem.Turnaround, problem.Previous, problem.PreviousStays, problem.Weights,
    }, Shape);

    /// <summary>The plan with its objective in parts, its bound, and why each other request is not in it.</summary>
    public static void Write(PlanAnswer answer, Stream stream) => JsonSerializer.Serialize(stream, new { answer.Objective, answer.Bound, answer.Plan.Meetings, answer.Unmet, answer.IsCutShort }, Shape);

    static object Side(Side side) => new { side.Party, side.People, wish = Word(side.Wish) };

    static string Word<T>(T word) where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(word.ToString());

    static readonly JsonSerializerOptions Shape = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull };

    /// <summary>A value of the file and the way to it, such as <c>requests[3].from.people</c>.</summary>
    sealed class Node(JsonElement value, string path)
    {
        HashSet<string>? _read;

        public JsonValueKind Kind => value.ValueKind;

        public static string AsText(Node n) => n.Text();

        public static bool AsFlag(Node n) => n.Kind is JsonValueKind.True or JsonValueKind.False ? n.Kind == JsonValueKind.True : throw n.Wrong("true, false");

        public bool Has(string name)
        {
            if (Kind != JsonValueKind.Object) throw Wrong("{…}");
            if (!value.TryGetProperty(name, out var there)) return false;
            (_read ??= new(StringComparer.Ordinal)).Add(name);
            return there.ValueKind != JsonValueKind.Null;
        }

        public T At<T>(string name, Func<Node, T> read)
        {
            if (!Has(name)) throw new Refusal("meetings.file_missing", ("field", Way(name)));
            return read(new(value.GetProperty(name), Way(name)));
        }

        public T? Optional<T>(string name, Func<Node, T> read) => Has(name) ? At(name, read) : default;

        public string Text(string name) => At(name, AsText);

        public string Text() => Kind == JsonValueKind.String && value.GetString() is { Length: > 0 and <= LongestText } text ? text
            : throw new Refusal("meetings.file_text", ("field", path), ("most", LongestText));

        public int Number(string name, int? otherwise = null) => otherwise is { } number && !Has(name) ? number : At(name, v => v.Number());

        public int? MaybeNumber(string name) => Has(name) ? Number(name) : null;

        int Number() => Kind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : throw new Refusal("meetings.file_number", ("field", path), ("least", 0), ("most", int.MaxValue));

        public T Word<T>() where T : struct, Enum => Kind == JsonValueKind.String && Enum.GetValues<T>().Where(w => ProblemFile.Word(w) == value.GetString()).ToList() is [var word] ? word
            : throw Wrong(string.Join(", ", Enum.GetValues<T>().Select(ProblemFile.Word)));

        public List<T> List<T>(string name, Func<Node, T> read) => At(name, n => n.Items().ConvertAll(item => item.Ended(read(item))));

        public List<T> Maybe<T>(string name, Func<Node, T> read) => Has(name) ? List(name, read) : [];

        public List<string> Texts(string name) => Maybe(name, AsText);

        /// <summary>An object whose fields the file chooses, each a number.</summary>
        public Dictionary<string, int> Numbers()
        {
            if (Kind != JsonValueKind.Object) throw Wrong("{…}");
            if (value.GetPropertyCount() > MostEntries) throw new Refusal("meetings.file_too_many", ("most", MostEntries));
            return value.EnumerateObject().ToDictionary(field => field.Name, field => new Node(field.Value, Way(field.Name)).Number(), StringComparer.Ordinal);
        }

        public List<Node> Items()
        {
            if (Kind != JsonValueKind.Array) throw Wrong("[…]");
            if (value.GetArrayLength() > MostEntries) throw new Refusal("meetings.file_too_many", ("most", MostEntries));
            return [.. value.EnumerateArray().Select((item, i) => new Node(item, string.Create(CultureInfo.InvariantCulture, $"{path}[{i}]")))];
        }

        /// <summary>Passes on what was made of this value, if nothing in it was left unread.</summary>
        public T Ended<T>(T made)
        {
            End();
            return made;
        }

        public void End()
        {
            if (Kind != JsonValueKind.Object) return;
            foreach (var field in value.EnumerateObject())
                if (_read?.Contains(field.Name) is not true) throw new Refusal("meetings.file_field_unknown", ("field", Way(field.Name)));
        }

        public Refusal Wrong(string expected) => new("meetings.file_kind", ("field", path), ("expected", expected));

        string Way(string name) => (path.Length == 0 ? "" : path + ".") + (name.Length <= 60 ? name : name[..60] + "…");
    }
}
