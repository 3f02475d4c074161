using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Majlis.Browser.Tests;

/// <summary>The timetable as programme editors use it, with a mouse and with keys alone, from the left and from the right.</summary>
[Collection(nameof(Timetables))]
public sealed class TimetableTests(Browser browser, Timetables timetables)
{
    [Theory]
    [InlineData("en", "A", "B")]
    [InlineData("ar", "C", "D")]
    public async Task Keys_alone_move_lengthen_undo_and_do_again(string language, string hall, string next)
    {
        await using var desk = await timetables.Open(language);
        var title = $"Talk {hall}1";
        await desk.Find(title);
        await desk.Press("m");
        await Expect(desk.Said).ToContainTextAsync("10:00");
        // Later halls lie where one reads on to.
        await desk.Press("ArrowDown", "ArrowDown", language == "ar" ? "ArrowLeft" : "ArrowRight", "Shift+ArrowDown");
        await Expect(desk.Said).ToContainTextAsync("10:10");
        await desk.Press("Enter");
        await desk.Stands(title, "10:10", "11:15", next);
        await Expect(desk.Card(title)).ToBeFocusedAsync();
        await desk.Saved();
        await desk.Press("Control+z");
        await desk.Stands(title, "10:00", "11:00", hall);
        await desk.Saved();
        await desk.Press("Control+Shift+z");
        await desk.Stands(title, "10:10", "11:15", next);
        await desk.Saved();

        await desk.Page.ReloadAsync();
        await desk.Stands(title, "10:10", "11:15", next);

        await desk.Card(title).FocusAsync();
        await desk.Press("Enter", "ArrowUp", "Escape");
        await desk.Stands(title, "10:10", "11:15", next);
    }

    [Theory]
    [InlineData("en", "E", "F")]
    [InlineData("ar", "G", "H")]
    public async Task The_mouse_drags_to_another_hall_lengthens_by_an_edge_and_drops_on_a_day(string language, string hall, string next)
    {
        await using var desk = await timetables.Open(language);
        var title = $"Talk {hall}1";
        await desk.Find($"Talk {next}1");
        var (from, beside) = ((await desk.Card(title).BoundingBoxAsync())!, (await desk.Card($"Talk {next}1").BoundingBoxAsync())!);
        Assert.Equal(language == "ar", beside.X < from.X);
        // An hour is as far down as from ten to eleven; the drop is on an empty place.
        await desk.Drag(desk.Card(title), beside.X + beside.Width / 2, from.Y + 12 + from.Height * 2);
        await desk.Stands(title, "12:00", "13:00", next);
        await desk.Saved();

        var box = (await desk.Card(title).BoundingBoxAsync())!;
        await desk.Card(title).HoverAsync();
        await desk.Page.Mouse.MoveAsync(box.X + box.Width / 2, box.Y + box.Height - 3);
        await desk.Page.Mouse.DownAsync();
        await desk.Page.Mouse.MoveAsync(box.X + box.Width / 2, box.Y + box.Height * 1.5f, new() { Steps = 6 });
        await desk.Page.Mouse.UpAsync();
        await desk.Stands(title, "12:00", "13:30", next);
        await desk.Saved();

        var tab = (await desk.Page.Locator($"[data-day='{Timetables.NextDay}']").BoundingBoxAsync())!;
        await desk.Drag(desk.Card(title), tab.X + tab.Width / 2, tab.Y + tab.Height / 2);
        await Expect(desk.Card(title)).ToHaveCountAsync(0);
        await desk.Saved();
        await desk.Page.Locator($"[data-day='{Timetables.NextDay}']").ClickAsync();
        await desk.Stands(title, "12:00", "13:30", next);
    }

    [Fact]
    public async Task What_is_taken_off_waits_beside_the_grid_is_found_and_dragged_back()
    {
        await using var desk = await timetables.Open("en");
        await desk.Find("Talk I1");
        await desk.Press("u");
        await Expect(desk.Unscheduled("Talk I1")).ToBeFocusedAsync();
        await desk.Saved();
        await desk.Press("/");
        await desk.Page.Keyboard.TypeAsync("speaker I");
        await Expect(desk.Page.Locator(".waiting .item")).ToHaveCountAsync(2);
        var empty = (await desk.Card("Talk I2").BoundingBoxAsync())!;
        await desk.Drag(desk.Unscheduled("Talk I1"), empty.X + empty.Width / 2, empty.Y - empty.Height);
        await desk.Stands("Talk I1", "13:00", "14:00", "I");
        await desk.Saved();
        await desk.Press("Control+z");
        await Expect(desk.Unscheduled("Talk I1")).ToBeVisibleAsync();
        await desk.Saved();
    }

    [Fact]
    public async Task Every_drag_has_a_menu_a_dialog_and_a_second_press()
    {
        await using var desk = await timetables.Open("en");
        await desk.Find("Talk J1");
        await desk.Act("moveTo").ClickAsync();
        await desk.Dialog.Locator("[name=begins]").FillAsync("25:00");
        await desk.Dialog.Locator("button[value=move]").ClickAsync();
        await Expect(desk.Dialog.Locator("#grid-begins-wrong")).ToBeVisibleAsync();
        await desk.Dialog.Locator("[name=begins]").FillAsync("16:30");
        await desk.Dialog.Locator("[name=length]").FillAsync("45");
        await desk.Dialog.Locator("[name=day]").SelectOptionAsync(Timetables.NextDay);
        await desk.Dialog.Locator("button[value=move]").ClickAsync();
        await Expect(desk.Page.Locator($"[data-day='{Timetables.NextDay}']")).ToHaveAttributeAsync("aria-pressed", "true");
        await desk.Stands("Talk J1", "16:30", "17:15", "J");
        await Expect(desk.Card("Talk J1")).ToBeFocusedAsync();
        await desk.Saved();

        await desk.Act("move").ClickAsync();
        var box = (await desk.Card("Talk J1").BoundingBoxAsync())!;
        await desk.Page.Mouse.ClickAsync(box.X + box.Width / 2, box.Y - box.Height * 2 + 2);
        await desk.Stands("Talk J1", "15:00", "15:45", "J");
        await desk.Saved();
    }

    [Fact]
    public async Task Several_are_chosen_copied_called_off_and_removed_and_each_is_undone()
    {
        await using var desk = await timetables.Open("en");
        await desk.Find("Talk K1");
        await desk.Card("Talk K1").ClickAsync();
        await desk.Card("Talk K2").ClickAsync(new() { Modifiers = [KeyboardModifier.Shift] });
        await Expect(desk.Page.Locator(".about b")).ToContainTextAsync("2");
        await desk.Act("callOff").ClickAsync();
        await Expect(desk.Card("Talk K1").Locator(".badges")).ToContainTextAsync(desk.Visitor.T["grid.cancelled"]);
        await Expect(desk.Card("Talk K2").Locator(".badges")).ToContainTextAsync(desk.Visitor.T["grid.cancelled"]);
        await desk.Saved();
        await desk.Act("undo").ClickAsync();
        await Expect(desk.Card("Talk K2").Locator(".badges")).ToBeEmptyAsync();
        await desk.Saved();

        await desk.Act("copy").ClickAsync();
        await Expect(desk.Unscheduled("Talk K1")).ToBeVisibleAsync();
        await desk.Saved();
        await desk.Act("undo").ClickAsync();
        await Expect(desk.Unscheduled("Talk K1")).ToHaveCountAsync(0);
        await desk.Saved();

        await desk.Card("Talk K1").ClickAsync();
        await desk.Press("Delete");
        await Expect(desk.Card("Talk K1")).ToHaveCountAsync(0);
        await desk.Saved();
        await desk.Press("Control+z");
        await desk.Stands("Talk K1", "10:00", "11:00", "K");
        await desk.Saved();
    }

    [Theory]
    [InlineData("en", "M")]
    [InlineData("ar", "N")]
    public async Task A_finding_is_accepted_by_keys_alone_and_leads_to_the_list_and_back(string language, string hall)
    {
        await using var desk = await timetables.Open(language);
        var (page, title) = (desk.Page, $"Talk {hall}2");
        // Two sessions in one hall at once.
        await desk.Find(title);
        await desk.Press("m", "PageUp", "PageUp", "PageUp", "PageUp", "Enter");
        await desk.Saved();
        var finding = page.Locator(".findings li").Filter(new() { HasText = title }).Filter(new() { HasText = $"Talk {hall}1" });
        await Expect(finding).ToHaveCountAsync(1);
        await Expect(desk.Card(title).Locator(".badges")).ToHaveAttributeAsync("data-level", "forbidsRelease");

        // Without a reason nobody accepts; by the key of the session.
        await desk.Card(title).FocusAsync();
        await desk.Press("a");
        await Expect(desk.Dialog.Locator("#grid-reason")).ToBeFocusedAsync();
        await desk.Press("Enter");
        await Expect(desk.Dialog.Locator("#grid-reason-wrong")).ToBeVisibleAsync();
        await page.Keyboard.TypeAsync("They share the stage");
        await desk.Press("Enter");
        await Expect(desk.Dialog).ToHaveCountAsync(0);
        await Expect(finding).ToHaveCountAsync(0);
        await Expect(desk.Card(title).Locator(".badges")).ToHaveAttributeAsync("data-level", "");

        // The list shows who answers for it, and its way leads back to the session.
        await page.Locator(".findings-head a").FocusAsync();
        await desk.Press("Enter");
        await page.WaitForURLAsync("**/desk/programme/conflicts");
        var accepted = page.Locator("ul.findings > li").Filter(new() { HasText = title });
        await Expect(accepted.Locator("q")).ToHaveTextAsync("They share the stage");
        await accepted.Locator("a.in-grid").Last.FocusAsync();
        await desk.Press("Enter");
        await Expect(page.Locator(".card[aria-selected=true]")).ToBeFocusedAsync();

        // Taken back there, it stands here again, and its own button accepts it.
        await page.GoBackAsync();
        await accepted.Locator("form button").FocusAsync();
        await desk.Press("Enter");
        await Expect(accepted.Locator("q")).ToHaveCountAsync(0);
        await desk.Visitor.Open($"/{language}/{Timetables.Small}/desk/programme/grid#{Timetables.Day}");
        await finding.Locator("[data-accept]").FocusAsync();
        await desk.Press("Enter");
        await page.Keyboard.TypeAsync("Still so");
        await desk.Press("Enter");
        await Expect(finding).ToHaveCountAsync(0);
        // Whoever goes on by keys is still among the findings.
        Assert.True(await page.EvaluateAsync<bool>("() => document.activeElement.closest('.findings-part') !== null"));
    }

    [Theory]
    [InlineData("en", "O", "P")]
    [InlineData("ar", "Q", "R")]
    public async Task Halls_change_by_menu_and_keys_whatever_the_columns_are(string language, string hall, string next)
    {
        await using var desk = await timetables.Open(language);
        var title = $"Talk {hall}1";
        await desk.Page.Locator("[data-view=person]").ClickAsync();
        await desk.Find(title);
        await desk.Press("m", language == "ar" ? "ArrowLeft" : "ArrowRight", "ArrowDown");
        await Expect(desk.Said).ToContainTextAsync("10:05");
        await desk.Press("Enter");
        await desk.Stands(title, "10:05", "11:05", next);
        await desk.Saved();
        await desk.Page.Locator("[data-view=party]").ClickAsync();
        await desk.Card(title).FocusAsync();
        await desk.Page.Locator("select[data-hall]").SelectOptionAsync(new SelectOptionValue { Label = hall });
        await desk.Stands(title, "10:05", "11:05", hall);
        await desk.Saved();
        await desk.Card(title).FocusAsync();
        await desk.Press("t");
        await desk.Dialog.Locator("[name=hall]").SelectOptionAsync(new SelectOptionValue { Label = next });
        await desk.Dialog.Locator("button[value=move]").ClickAsync();
        await desk.Stands(title, "10:05", "11:05", next);
        await desk.Saved();
    }

    [Fact]
    public async Task Two_editors_see_each_other_and_neither_loses_a_change()
    {
        await using var mine = await timetables.Open("en");
        await using var theirs = await timetables.Open("ar");
        await mine.Find("Talk L1");
        await theirs.Find("Talk L1");
        await mine.Press("m", "ArrowDown", "Enter");
        await theirs.Stands("Talk L1", "10:05", "11:05", "L");
        await Expect(theirs.Said).ToContainTextAsync("Talk L1");

        // The other one has it in the hand while it moves again.
        await theirs.Card("Talk L1").FocusAsync();
        await theirs.Press("m", "PageDown");
        await mine.Press("m", "ArrowDown", "Enter");
        await mine.Saved();
        await theirs.Press("Enter");
        await Expect(theirs.Dialog).ToContainTextAsync("11:05–12:05");
        await Expect(theirs.Dialog).ToContainTextAsync("10:10–11:10");
        await theirs.Dialog.Locator("button[value=theirs]").ClickAsync();
        await theirs.Stands("Talk L1", "10:10", "11:10", "L");
        await theirs.Saved();

        // Once more, and now it goes on top.
        await theirs.Card("Talk L1").FocusAsync();
        await theirs.Press("m", "PageDown");
        await mine.Press("m", "ArrowDown", "Enter");
        await mine.Saved();
        await theirs.Press("Enter");
        await theirs.Dialog.Locator("button[value=mine]").ClickAsync();
        await theirs.Stands("Talk L1", "11:10", "12:10", "L");
        await mine.Stands("Talk L1", "11:10", "12:10", "L");

        // What I did before is not undone over what they did since without a word.
        await mine.Press("Control+z");
        await Expect(mine.Dialog).ToContainTextAsync("11:10–12:10");
        await mine.Dialog.Locator("button[value=theirs]").ClickAsync();
        await mine.Stands("Talk L1", "11:10", "12:10", "L");
    }

    [Fact]
    public async Task Without_a_network_changes_wait_in_sight()
    {
        await using var desk = await timetables.Open("en");
        await desk.Visitor.Context.SetOfflineAsync(true);
        await desk.Find("Talk L2");
        await desk.Press("m", "ArrowDown", "Enter");
        await Expect(desk.Page.Locator(".network")).ToHaveAttributeAsync("data-state", "unreached");
        await desk.Stands("Talk L2", "14:05", "15:05", "L");
        await Expect(desk.Act("retry")).ToBeVisibleAsync();
        await desk.Visitor.Context.SetOfflineAsync(false);
        await desk.Saved();
        await desk.Page.ReloadAsync();
        await desk.Find("Talk L2");
        await desk.Stands("Talk L2", "14:05", "15:05", "L");
    }

    [Theory]
    [InlineData("en")]
    [InlineData("fa")]
    public async Task A_day_of_sixty_halls_draws_only_what_is_in_sight(string language)
    {
        await using var desk = await timetables.Open(language, Timetables.Big);
        // A window of eight by ten hours holds about sixty of four hundred.
        Assert.InRange(await desk.Cards.CountAsync(), 20, 110);
        Assert.Equal(0, await desk.Card("Session 360").CountAsync());
        await desk.Find("Session 360");
        await Expect(desk.Card("Session 360")).ToBeInViewportAsync();
        Assert.InRange(await desk.Cards.CountAsync(), 20, 110);
        Assert.InRange(await desk.Page.Locator(".head").CountAsync(), 5, 20);
        // The first hall stands where the line begins, the last where it ends.
        var heads = await desk.Page.EvaluateAsync<double[]>("() => [...document.querySelectorAll('.head')].sort((a, b) => a.textContent.localeCompare(b.textContent)).map(h => h.getBoundingClientRect().x)");
        Assert.Equal(language == "fa" ? heads.OrderDescending() : heads.Order(), heads);
    }

    [Theory]
    [InlineData("en", Screen.Desktop, ColorScheme.Light)]
    [InlineData("ar", Screen.Desktop, ColorScheme.Dark)]
    [InlineData("fa", Screen.Phone, ColorScheme.Light)]
    public async Task The_timetable_has_no_barriers(string language, Screen screen, ColorScheme colours)
    {
        await using var desk = await timetables.Open(language, Timetables.Big, screen, colours);
        List<string> faults = [];
        async Task Look(string at)
        {
#pragma warning disable CS0618 // see PageTests
            var result = await desk.Page.RunAxeLegacy();
#pragma warning restore CS0618
            faults.AddRange(result.Violations.SelectMany(v => v.Nodes.Take(3).Select(node => $"{at}: {v.Id} {node.Html}")));
        }
        await Look("timetable");
        foreach (var view in new[] { "track", "person", "party", "hall" }) await desk.Page.Locator($"[data-view={view}]").ClickAsync();
        await desk.Cards.First.ClickAsync();
        await Look("chosen");
        await desk.Act("moveTo").ClickAsync();
        await Look("dialog");
        await desk.Press("Escape");
        if (await desk.Page.Locator(".findings [data-accept]").CountAsync() > 0)
        {
            await desk.Page.Locator(".findings [data-accept]").First.ClickAsync();
            await Look("accept");
        }
        await desk.Press("Escape");
        await desk.Cards.First.FocusAsync();
        await desk.Press("m", "ArrowDown");
        await Look("moving");
        Assert.Equal([], faults);
        var over = await desk.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth");
        Assert.Equal(0, over);
    }

    [Fact]
    public async Task A_finger_moves_a_session_by_the_dialog_and_drags_only_what_is_chosen()
    {
        await using var desk = await timetables.Open("en", screen: Screen.Phone);
        await desk.Card("Talk A2").TapAsync();
        await Expect(desk.Card("Talk A2")).ToHaveAttributeAsync("aria-selected", "true");
        await desk.Act("moveTo").TapAsync();
        await desk.Dialog.Locator("[name=begins]").FillAsync("17:00");
        await desk.Dialog.Locator("button[value=move]").TapAsync();
        await desk.Stands("Talk A2", "17:00", "18:00", "A");
        await desk.Saved();
        Assert.Equal("none", await desk.Card("Talk A2").EvaluateAsync<string>("card => getComputedStyle(card).touchAction"));
    }

    [Fact]
    public async Task Who_may_only_read_is_offered_nothing_to_change()
    {
        await using var desk = await timetables.Open("en", Visitor.Edition, mayEdit: false, day: "2021-07-28");
        Assert.Equal(0, await desk.Page.Locator(".acts [data-do], [data-do=undo]").CountAsync());
        await desk.Cards.First.FocusAsync();
        await desk.Press("m");
        Assert.Equal(0, await desk.Page.Locator(".ghost").CountAsync());
    }

    [Fact]
    public async Task Without_a_script_the_page_leads_to_the_list()
    {
        await using var visitor = await browser.Visitor("fa", Screen.Phone, script: false);
        await visitor.SignIn("owner@demo.majlis.example");
        await visitor.Open(visitor.At("desk/programme/grid"));
        await visitor.Page.Locator("noscript a, .notice a").ClickAsync();
        await visitor.Page.WaitForURLAsync("**/desk/programme/sessions");
    }
}
