import { loadChartsSoon } from './charts/load-parts';

// Runs before the page comes to life: a comparison begins with charts, whose library is loaded while its figures are asked for.
if (window.location.pathname === '/compare') loadChartsSoon();
