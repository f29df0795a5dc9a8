"""The pages, by what they are about. Each module has the functions of its pages and a table `PAGES`."""
