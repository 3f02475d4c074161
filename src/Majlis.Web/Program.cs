using Majlis.Web.Verbs;

// A table of contents: what the executable can do. Each verb is a file of its own in Verbs.
return await MajlisCommand.Run(args);
